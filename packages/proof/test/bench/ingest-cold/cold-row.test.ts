import { ingestMemoryMb } from '../../../../../lib/ingest';
import { type ColdStart, coldRow } from '../../../src/bench/ingest-cold/cold-row';

const share = { memoryMb: ingestMemoryMb, ofCore: 0.29 };
const start = (changes: Partial<ColdStart> = {}): ColdStart => ({
  status: 200,
  loadMs: 100,
  handlerMs: 300,
  coldCpuMs: 90,
  warmMs: [20, 22, 24],
  ...changes,
});
const row = (...starts: ColdStart[]) => coldRow('MO', 'ingest', share, starts);

test('the time to answer is the load and the first request', () =>
  expect(row(start(), start({ loadMs: 300 }), start()).figures).toMatchObject({
    'answer, ms': 400,
    'slowest answer, ms': 600,
    'warm, ms': 22,
  }));

test.each([
  ['answered 503', { status: 503 }],
  ['ended by the timeout of the function', { handlerMs: 1_001 }],
  ['ended by the timeout of the gateway', { loadMs: 1_600 }],
])('a start that was %s is lost', (_what, changes) => {
  const { figures, goal } = row(start(), start(changes));
  expect(figures).toMatchObject({ '503, %': 50, '200 within 1 s, %': 50 });
  expect(goal?.isMet).toBe(false);
});

test('a late 200 misses the goal, and is not lost', () => {
  const { figures, goal } = row(start({ loadMs: 750 }));
  expect(figures).toMatchObject({ '503, %': 0, '200 within 1 s, %': 0 });
  expect(goal?.isMet).toBe(false);
});

test('the goal is for an MO at the memory that the function has, and nothing else', () => {
  expect(row(start()).goal?.isMet).toBe(true);
  expect(coldRow('receipt', 'ingest', share, [start()]).goal).toBeUndefined();
  expect(coldRow('MO', 'ingest', { memoryMb: ingestMemoryMb * 2, ofCore: 0.58 }, [start()]).goal).toBeUndefined();
});

test('a million is paid by whole milliseconds, memory and request', () => {
  const { figures } = coldRow('MO', 'ingest', { memoryMb: 1024, ofCore: 0.58 }, [start({ handlerMs: 299.2 })]);
  expect(figures['$ a million, cold']).toBeCloseTo(400 * 0.0133334 + 0.2);
});
