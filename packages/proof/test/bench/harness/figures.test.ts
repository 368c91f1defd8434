import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFigures } from '../../../src/bench/harness/figures';
import type { Report } from '../../../src/bench/harness/report';

const root = join(__dirname, '..', '..', '..', '..', '..');
const reportFile = join(root, 'tools', 'bench', 'report.json');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const report: Report = JSON.parse(readFileSync(reportFile, 'utf8'));

test('the figures of the README are those of the kept report', () => expect(withFigures(readme, report)).toBe(readme));

test('another report makes another table', () => {
  const other = { ...report, date: '1999-12-31' };
  expect(withFigures(readme, other)).not.toBe(readme);
});

test('the kept report is that of a full run', () => {
  expect(existsSync(join(root, 'tools', 'bench', 'report.md'))).toBe(true);
  expect(report.quick).toBe(false);
});

test('a report without one of the figures is refused', () =>
  expect(() => withFigures(readme, { ...report, benchmarks: report.benchmarks.slice(1) })).toThrow(
    'the report has no first request, ms of ingest-start',
  ));

test('a README without the marks is refused', () =>
  expect(() => withFigures('# Nothing', report)).toThrow('the README has no'));
