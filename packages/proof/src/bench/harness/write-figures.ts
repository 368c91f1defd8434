import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFigures } from './figures';
import { chartThemes, figuresChart } from './figures-chart';
import type { Report } from './report';

const root = join(__dirname, '..', '..', '..', '..', '..');
const pictures = join(root, 'docs', 'pictures');

/** Puts the figures of the kept report into docs/FIGURES.md, as a table and as a chart. */
export function writeFigures(): void {
  const page = join(root, 'docs', 'FIGURES.md');
  const report: Report = JSON.parse(
    readFileSync(join(root, 'packages', 'proof', 'src', 'bench', 'report.json'), 'utf8'),
  );
  writeFileSync(page, withFigures(readFileSync(page, 'utf8'), report));
  mkdirSync(pictures, { recursive: true });
  for (const theme of chartThemes) writeFileSync(join(pictures, `figures-${theme}.svg`), figuresChart(report, theme));
}
