import type { Argument, Option } from 'commander';
import { opsCommands } from '../../packages/cli/src/commands';
import type { OpsCommand } from '../../packages/cli/src/frame/command';
import { markdownTable } from '../../packages/proof/src/support/markdown-table';
import { fillBlocks } from './fill-blocks';

/** Options that docs/COMMANDS.md describes once, under "Common to all commands". */
export const commonOptions = [
  ...['--stack', '--profile', '--region', '--local', '--data', '--json'],
  ...['--yes', '--dry-run', '--show-content'],
];
/** Options of each command that calls Vibes' API; described once, under "Connect to Vibes". */
export const apiOptions = ['--company', '--api', '--user', '--secret', '--cert', '--key'];

/**
 * What `npm run docs` writes of the commands: usage and purpose of each, as its `--help` says it. A block lists its
 * commands by their first word.
 */
export function commandsDocs(page: string): ReadonlyMap<string, string> {
  const names = [...page.matchAll(/<!-- generated: (commands .+?) -->/g)].map(([, name = '']) => name);
  const blocks = names.map((name) => [name, tableOf(name.split(' ').slice(1))] as const);
  return new Map([['docs/COMMANDS.md', fillBlocks(page, new Map(blocks))]]);
}

function tableOf(words: readonly string[]): string {
  const rows = words.flatMap((word) =>
    opsCommands
      .filter(({ name }) => name.split(' ')[0] === word)
      .map((command) => [`\`${usageOf(command)}\``, command.about]),
  );
  return markdownTable(['command', ''], rows);
}

function usageOf(command: OpsCommand): string {
  const { registeredArguments, options } = command.toCommander(async () => {});
  const own = options.filter(({ long }) => !commonOptions.includes(long ?? ''));
  // `overflow requeue` has a --key of its own.
  const callsVibes = own.some(({ long }) => long === '--company');
  const others = callsVibes ? own.filter(({ long }) => !apiOptions.includes(long ?? '')) : own;
  const optional = callsVibes ? ['[API options]'] : [];
  return [command.name, ...registeredArguments.map(argumentText), ...others.map(optionText), ...optional].join(' ');
}

function argumentText(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

function optionText({ flags, mandatory }: Option): string {
  return mandatory ? flags : `[${flags}]`;
}
