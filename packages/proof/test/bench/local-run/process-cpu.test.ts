import { readStat } from '../../../src/bench/local-run/process-cpu';

test('user and system time are the fourteenth and fifteenth field, in ticks of 10 ms (proc(5))', () =>
  expect(readStat(7, '7 (node) S 3 7 7 0 -1 4194304 1 2 3 4 120 30 5 6 20 0 11')).toEqual({
    pid: 7,
    parent: 3,
    cpuMs: 1500,
  }));

test('a name may hold spaces and parentheses', () =>
  expect(readStat(7, '7 (a ) b) S 3 7 7 0 -1 4194304 1 2 3 4 1 2').cpuMs).toBe(30));
