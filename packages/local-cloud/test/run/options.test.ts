import type { CommanderError } from 'commander';
import { type CommandOptions, command } from '../../src/run/options';

async function read(...words: string[]): Promise<CommandOptions | undefined> {
  let given: CommandOptions | undefined;
  const program = command(async (options) => {
    given = options;
  });
  program.exitOverride().configureOutput({ writeErr: () => undefined });
  await program.parseAsync(words, { from: 'user' });
  return given;
}

it('without words the app of this folder runs, on the usual port', async () => {
  expect(await read()).toEqual({ data: '.local-cloud', port: 8787, minute: 60, watch: false });
});

it('all of them are read', async () => {
  expect(
    await read('--app', 'node app.js', '--stack', 'A', '--data', 'd', '--port', '0', '--minute', '1.5', '--watch'),
  ).toEqual({ app: 'node app.js', stack: 'A', data: 'd', port: 0, minute: 1.5, watch: true });
});

it.each([
  ['an assembly of an app', ['--assembly', 'cdk.out', '--app', 'x'], 'commander.conflictingOption'],
  ['an assembly that is watched', ['--assembly', 'cdk.out', '--watch'], 'commander.conflictingOption'],
  ['an invalid port', ['--port', '65536'], 'commander.invalidArgument'],
  ['a minute of no length', ['--minute', '0'], 'commander.invalidArgument'],
  ['an empty command', ['--app', ''], 'commander.invalidArgument'],
  ['a word too many', ['orders'], 'commander.excessArguments'],
])('%s is refused', async (_what, words, code) => {
  const error = await read(...words).then(undefined, (failure: CommanderError) => failure);
  expect(error).toMatchObject({ code });
});
