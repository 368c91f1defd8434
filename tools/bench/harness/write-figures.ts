import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFigures } from './figures';
import type { Report } from './report';

const root = join(__dirname, '..', '..', '..');

/** Puts the figures of the kept report into the README. */
export function writeFigures(): void {
  const readme = join(root, 'README.md');
  const report: Report = JSON.parse(readFileSync(join(root, 'tools', 'bench', 'report.json'), 'utf8'));
  writeFileSync(readme, withFigures(readFileSync(readme, 'utf8'), report));
}
