import { grouped } from '../../../cli/src/reads/grouped';
import { publicSuites } from './public-suites';
import { groups } from './scenario';
import { allScenarios } from './scenarios/all-scenarios';

/** A scenario of the short form is in bold; those that show the same share a row. */
function scenarioTables(): string {
  return groups
    .map((group) => {
      const ofGroup = allScenarios.filter((scenario) => scenario.group === group);
      const rows = [...grouped(ofGroup, ({ shows }) => shows)].map(([shows, scenarios]) => {
        const names = scenarios.map(({ name, short }) => (short ? `**\`${name}\`**` : `\`${name}\``));
        return `| ${names.join(', ')} | ${shows} |`;
      });
      return [`### ${capitalized(group)}`, '', '| scenario | what it shows |', '|---|---|', ...rows].join('\n');
    })
    .join('\n\n');
}

function suiteTables(): string {
  return publicSuites
    .map(({ title, source, scenarios }) => {
      const rows = scenarios.map(({ name, shownBy, why }) => `| ${name} | ${shown(shownBy)} | ${why ?? ''} |`);
      return [
        `### ${title}`,
        '',
        `Source: ${source}.`,
        '',
        '| its scenario | shown by | note |',
        '|---|---|---|',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}

function shown(names: readonly string[]): string {
  return names.length === 0 ? 'does not apply' : names.map((name) => `\`${name}\``).join(', ');
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Puts the tables between their marks, `<!-- scenarios -->` and `<!-- suites -->`, into the document. */
export function withTables(document: string): string {
  return between(between(document, 'scenarios', scenarioTables()), 'suites', suiteTables());
}

function between(document: string, mark: string, content: string): string {
  const pattern = new RegExp(`(<!-- ${mark} -->\n)[^]*(\n<!-- /${mark} -->)`);
  if (!pattern.test(document)) throw new Error(`docs/CONFORMANCE.md has no place marked ${mark}`);
  return document.replace(pattern, (_all, start: string, end: string) => `${start}\n${content}\n${end}`);
}
