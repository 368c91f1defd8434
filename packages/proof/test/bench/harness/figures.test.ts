import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFigures } from '../../../src/bench/harness/figures';
import type { Report } from '../../../src/bench/harness/report';

const root = join(__dirname, '..', '..', '..', '..', '..');
const reportFile = join(root, 'packages', 'proof', 'src', 'bench', 'report.json');
const page = readFileSync(join(root, 'docs', 'FIGURES.md'), 'utf8');
const report: Report = JSON.parse(readFileSync(reportFile, 'utf8'));

test('the figures of docs/FIGURES.md are those of the kept report', () => expect(withFigures(page, report)).toBe(page));

test('another report makes another table', () => {
  const other = { ...report, date: '1999-12-31' };
  expect(withFigures(page, other)).not.toBe(page);
});

test('the kept report is that of a full run', () => {
  expect(existsSync(join(root, 'packages', 'proof', 'src', 'bench', 'report.md'))).toBe(true);
  expect(report.quick).toBe(false);
});

test('a report without one of the figures is refused', () =>
  expect(() => withFigures(page, { ...report, benchmarks: report.benchmarks.slice(1) })).toThrow(
    'the report has no first request, ms of ingest-start',
  ));

test('a page without the marks is refused', () =>
  expect(() => withFigures('# Nothing', report)).toThrow('the page has no'));
