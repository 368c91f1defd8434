import { grouped } from '../../packages/cli/src/reads/grouped';
import { allScenarios, groups } from '../../packages/proof/src/conformance/scenarios/all-scenarios';
import { markdownTable } from '../../packages/proof/src/support/markdown-table';
import { fillBlocks } from './fill-blocks';

/**
 * What `npm run docs` writes of CONFORMANCE.md: a table a group of scenarios. Those of the short
 * form are in bold, those that show the same share a row.
 */
export function conformanceDocs(page: string): ReadonlyMap<string, string> {
  const tables = groups.map((group) => {
    const ofGroup = allScenarios.filter((scenario) => scenario.group === group);
    const rows = [...grouped(ofGroup, ({ shows }) => shows)].map(([shows, scenarios]) => {
      const names = scenarios.map(({ name, short }) => (short ? `**\`${name}\`**` : `\`${name}\``));
      return [names.join(', '), shows];
    });
    const heading = `### ${group.charAt(0).toUpperCase()}${group.slice(1)}`;
    return `${heading}\n\n${markdownTable(['scenario', 'what it shows'], rows)}`;
  });
  return new Map([['docs/CONFORMANCE.md', fillBlocks(page, new Map([['scenarios', tables.join('\n\n')]]))]]);
}
