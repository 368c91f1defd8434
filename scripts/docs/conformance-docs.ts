import { groups } from '../../packages/proof/src/conformance/scenario';
import { allScenarios } from '../../packages/proof/src/conformance/scenarios/all-scenarios';
import { fillBlocks } from './fill-blocks';

/** What `npm run docs` writes of CONFORMANCE.md: a table a group of scenarios, those of the short form in bold. */
export function conformanceDocs(page: string): ReadonlyMap<string, string> {
  const tables = groups.map((group) => {
    const rows = allScenarios
      .filter((scenario) => scenario.group === group)
      .map(({ name, shows, short }) => `| ${short ? `**\`${name}\`**` : `\`${name}\``} | ${shows} |`);
    const heading = `### ${group.charAt(0).toUpperCase()}${group.slice(1)}`;
    return [heading, '', '| scenario | what it shows |', '|---|---|', ...rows].join('\n');
  });
  return new Map([['docs/CONFORMANCE.md', fillBlocks(page, new Map([['scenarios', tables.join('\n\n')]]))]]);
}
