import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { opsCommands } from '../../../packages/cli/src/commands';
import { apiOptions, commandsDocs, commonOptions } from '../../docs/commands-docs';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'COMMANDS.md'), 'utf8');
/** Described once, in the section on what all commands have. */
const commonSection = page.split('\n## ')[1] ?? '';
const options = opsCommands.flatMap((command) => command.toCommander(async () => {}).options.map(({ long }) => long));

test('docs/COMMANDS.md is up to date: "npm run docs" writes its tables', () => {
  expect(commandsDocs(page).get('docs/COMMANDS.md')).toBe(page);
});

test.each(opsCommands.map(({ name }) => name))('docs/COMMANDS.md has one line for "%s"', (name) => {
  const usages = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, usage = '']) => usage.split(/ (?=[[<-])/)[0]);
  expect(usages.filter((usage) => usage === name)).toEqual([name]);
});

test.each(commonOptions)('docs/COMMANDS.md says what %s means for every command', (option) => {
  expect(options).toContain(option);
  expect(commonSection).toContain(option);
});

test.each(apiOptions)('docs/COMMANDS.md names %s among the API options', (option) => {
  expect(options).toContain(option);
  expect(/^- \*\*API options\*\* are `([^`]+)`/m.exec(page)?.[1]).toContain(`[${option} `);
});

test('a table has the usage of each command that its block names', () => {
  const block = (words: string) => `<!-- generated: commands ${words} -->\n<!-- end -->\n`;
  const table = commandsDocs(block('replay overflow connect')).get('docs/COMMANDS.md') ?? '';
  expect(table).toContain('| `replay --from <time> --to <time> --rule <name> [--type <detail-type>]` |');
  expect(table).toContain('| `connect platform [--types <list>] [--replace] [API options]` |');
  expect(table).toContain('| `overflow requeue [--key <key...>] [--all]` |');
  expect(table.match(/^\| `/gm)).toHaveLength(3 + opsCommands.filter(({ name }) => name.startsWith('connect')).length);
});
