import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresDocs } from '../../docs/figures-docs';

const read = (...path: string[]) => readFileSync(join(__dirname, '..', '..', '..', ...path), 'utf8');
const page = read('docs', 'FIGURES.md');
const report = read('packages', 'proof', 'src', 'bench', 'report.json');

test('the figures of docs/FIGURES.md are those of the kept report, which is that of a full run', () => {
  expect(figuresDocs(page, report).get('docs/FIGURES.md')).toBe(page);
  expect(JSON.parse(report)).toMatchObject({ quick: false });
});

test('a report without one of the figures is refused', () =>
  expect(() => figuresDocs(page, JSON.stringify({ ...JSON.parse(report), benchmarks: [] }))).toThrow(
    'the report has no first request, ms of ingest-start',
  ));
