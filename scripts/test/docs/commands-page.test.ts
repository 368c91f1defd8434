import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { opsCommands } from '../../../packages/cli/src/commands';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'COMMANDS.md'), 'utf8');
const commonSection = page.split('\n## ')[1] ?? '';
/** Described once, in the section on what all commands have. */
const common = [
  ...['--stack', '--profile', '--region', '--local', '--data', '--json'],
  ...['--yes', '--dry-run', '--show-content'],
];
/** Described once, at "**API options**": a usage says so in place of them. */
const apiOptions = ['--company', '--api', '--user', '--secret', '--cert', '--key'];
const commands = opsCommands.map((command) => {
  const { options } = command.toCommander(async () => {});
  return { name: command.name, options: options.flatMap(({ long }) => (long ? [long] : [])) };
});

test.each(commands)('docs/COMMANDS.md has one line for "$name", with all of its options', ({ name, options }) => {
  const usages = [...page.matchAll(/^(?:\| )?`([^`]+)`/gm)].map(([, usage = '']) => usage);
  const isOther = (usage: string) =>
    commands.some(
      (one) => one.name !== name && one.name.startsWith(`${name} `) && `${usage} `.startsWith(`${one.name} `),
    );
  const [usage = '', ...more] = usages.filter((one) => (one === name || one.startsWith(`${name} `)) && !isOther(one));
  expect(usage).not.toBe('');
  expect(more).toEqual([]);
  const described = usage.includes('[API options]') ? [...common, ...apiOptions] : common;
  expect(options.filter((option) => !described.includes(option) && !usage.includes(option))).toEqual([]);
  expect(usage.includes('[API options]')).toBe(options.includes('--company'));
});

test.each(common)('docs/COMMANDS.md says what %s means for every command', (option) => {
  expect(commands.flatMap(({ options }) => options)).toContain(option);
  expect(commonSection).toContain(option);
});

test.each(apiOptions)('docs/COMMANDS.md names %s among the API options', (option) => {
  expect(/^- \*\*API options\*\* are `([^`]+)`/m.exec(page)?.[1]).toContain(`[${option} `);
});
