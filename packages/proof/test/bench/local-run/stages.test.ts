import { type CpuProfile, stageShares, unattributed } from '../../../src/bench/local-run/stages';

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url },
  children,
});

/** A sample every 10 µs, from 1,000 µs on. */
function profileOf(nodes: CpuProfile['nodes'], samples: readonly number[]): CpuProfile {
  return { nodes, samples, startTime: 1000, timeDeltas: samples.map(() => 10) };
}

const nodes = [
  node(1, '(root)', '', [2, 5, 6]),
  node(2, 'answer', 'file:///project/local/aws/server/server.ts', [3]),
  node(3, 'handle', 'file:///project/node_modules/dynalite/index.js', [4]),
  node(4, 'parse', ''),
  node(5, '(idle)', ''),
  node(6, '(garbage collector)', ''),
];
const always = { fromUs: 0, toUs: Number.POSITIVE_INFINITY };

test('a sample counts for the nearest caller whose file is known', () =>
  expect(stageShares(profileOf(nodes, [2, 3, 4, 4]), always)).toEqual(
    new Map([
      ['AWS server', 0.25],
      ['DynamoDB emulator', 0.75],
    ]),
  ));

test('what Node.js begins by itself has a stage of its own', () =>
  expect(stageShares(profileOf(nodes, [6, 2]), always).get(unattributed)).toBe(0.5));

test('being idle is no stage', () =>
  expect(stageShares(profileOf(nodes, [5, 5, 5, 2]), always)).toEqual(new Map([['AWS server', 1]])));

test('samples outside of the window do not count', () =>
  expect(stageShares(profileOf(nodes, [2, 3, 2]), { fromUs: 1015, toUs: 1025 })).toEqual(
    new Map([['DynamoDB emulator', 1]]),
  ));
