import { figuresTable } from '../../packages/proof/src/bench/harness/figures';
import { fillBlocks } from './fill-blocks';

/** What `npm run docs` writes of FIGURES.md, from the `report.json` of the last full `npm run bench`. */
export function figuresDocs(page: string, report: string): ReadonlyMap<string, string> {
  const table = figuresTable(JSON.parse(report));
  return new Map([['docs/FIGURES.md', fillBlocks(page, new Map([['figures', table]]))]]);
}
