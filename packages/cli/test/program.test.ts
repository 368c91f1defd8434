import { Command } from 'commander';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { opsCommands } from '../src/commands';
import { listen } from '../src/commands/listen';
import { OpsError } from '../src/frame/ops-error';
import { runOpsCommand } from './support/run-ops';

const newFolder = temporaryFolder();

describe.each(opsCommands)('$name', ({ name, needs, example }) => {
  const words = name.split(' ');

  it('explains itself, with an example and the AWS actions that it needs', async () => {
    const { code, out } = await runOpsCommand([...words, '--help'], { columns: 400 });
    expect(code).toBe(0);
    expect(out).toContain(`npm run ops -- ${example}`);
    for (const action of Object.keys(needs)) expect(out).toContain(action);
  });

  it('refuses an option that it does not have', async () => {
    const { code, out, err } = await runOpsCommand([...words, '--no-such-option']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/--no-such-option|required option/);
  });

  it('has help that fits 60 columns', async () => {
    const { out } = await runOpsCommand([...words, '--help'], { columns: 60 });
    const lines = out.split('\n').filter((line) => !line.includes(example));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

it('without a command shows the help, on stderr, and ends with 2', async () => {
  const { code, out, err } = await runOpsCommand([]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('Usage:');
});

it.each([[['status', '--no-such-option', '--json']], [['dead', '--json']], [['env', '--json']]])(
  'wrong usage with --json has its code on stderr: %j',
  async (argv) => {
    const { code, out, err } = await runOpsCommand(argv);
    expect([code, out, err.split('\n').at(-1)]).toEqual([2, '', '{"code":"wrong-usage"}']);
  },
);

it('the help says of each word what it is about', async () => {
  const { out } = await runOpsCommand(['--help'], { columns: 400 });
  expect(out).toMatch(/^ {2}undelivered +Published events/m);
  expect(out).not.toMatch(/^ {2}[a-z]+(?: \[\w+\])*\s*$/m);
});

it.each([
  ...['--stack', '--profile', '--region', '--data'].map((option) => ['status', option] as const),
  ['doctor', '--settings'] as const,
])('%s %s of an empty variable is refused', async (command, option) => {
  const { code, out, err } = await runOpsCommand([command, option, '']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('It must not be empty.');
});

it('an unknown command is 2', async () => {
  expect(await runOpsCommand(['stats'])).toMatchObject({ code: 2, out: '' });
});

it('knows the command beside the operator’s: in the help, and after a typo', async () => {
  const as = { name: 'vibes-callbacks', more: { name: 'start', about: 'Runs the stack.' } };
  expect((await runOpsCommand(['--help'], { as })).out).toMatch(/^ {2}start +Runs the stack\.$/m);
  expect((await runOpsCommand(['strat'], { as })).err).toContain('Did you mean start?');
});

it('without a local cloud says how to start one, with --json as well', async () => {
  const { code, out, err } = await runOpsCommand(['urls', '--local', '--json'], { directory: newFolder() });
  expect([code, out]).toEqual([2, '']);
  expect(err.split('\n')).toEqual([
    'No local cloud is running on the data folder .local: start one ("npm start" in a clone, "npx vibes-callbacks start" in an app of your own), or name its folder with --data.',
    '{"code":"local-cloud-not-running"}',
  ]);
});

it.each([
  ['dead', '"dead list"'],
  ['credentials', '"credentials status"'],
])('%s without a command says which it has', async (group, command) => {
  const { code, out, err } = await runOpsCommand([group, '--local']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(command);
  expect((await runOpsCommand([group, '--help'])).code).toBe(0);
});

it('a misspelled command below "connect", which is a command itself, is named with those that there are', async () => {
  const { code, out, err } = await runOpsCommand(['connect', 'scops', '--local']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^error: unknown command "connect scops"\. There is .*"connect scopes"/);
  expect((await runOpsCommand(['connect', 'scops', '--help'])).code).toBe(0);
});

it('options after a command below "connect" are its own', async () => {
  const { code, err } = await runOpsCommand(['connect', 'scopes', '--local', '--data', 'nowhere', '--company', 'A']);
  expect([code, err]).toEqual([2, expect.stringContaining('No local cloud is running on the data folder nowhere')]);
  expect((await runOpsCommand(['connect', '--local', '--data', 'there'])).err).toContain('the data folder there');
});

it.each([
  [new Error('aborted'), { code: 130, err: 'Interrupted. Type the command again to go on.' }],
  [new OpsError('not-removed', 'The rule is not removed.'), { code: 2, err: 'The rule is not removed.' }],
])('an interrupted command says so, unless it left something behind: %s', async (error, said) => {
  const fail = () => Promise.reject(error);
  const given = jest
    .spyOn(listen, 'toCommander')
    .mockImplementation((run) => new Command('listen').action(() => run({}, fail)));
  expect(await runOpsCommand(['listen'], { interrupted: AbortSignal.abort() })).toMatchObject(said);
  given.mockRestore();
});
