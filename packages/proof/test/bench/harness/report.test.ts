import type { Benchmark } from '../../../src/bench/harness/report';
import { type BenchSetting, type Result, toMarkdown } from '../../../src/bench/harness/report';

const setting: BenchSetting = {
  node: '24.0.0',
  cpu: 'CPU',
  cores: 2,
  load: 0,
  platform: 'linux x64',
  date: '2026-01-02',
  quick: false,
};
const benchmark: Benchmark = { name: 'start', title: 'The start', about: 'From here to there.', run: async () => [] };
const results: readonly Result[] = [
  {
    benchmark,
    rows: [
      {
        name: 'ours',
        figures: { 'wall, ms': 12.345, calls: 1204.2 },
        ratio: 0.6123,
        goal: { text: '≤ 0.6', isMet: false },
      },
      { name: 'peer', figures: { 'wall, ms': 20 }, ratio: 1 },
    ],
  },
];

test('a section is a heading, how to read it, and a table with three digits that count', () =>
  expect(toMarkdown(results, setting)).toContain(`
## The start

From here to there.

|  | wall, ms | calls | ratio | goal |
|---|---:|---:|---:|---:|
| ours | 12.3 | 1204 | 0.612 | ≤ 0.6 **missed** |
| peer | 20 |  | 1 |  |
`));

test('a quick run says so', () => {
  expect(toMarkdown(results, { ...setting, quick: true })).toContain('quick: few rounds');
  expect(toMarkdown(results, setting)).not.toContain('quick: few rounds');
});
