import { Option } from 'commander';
import { type CommandSpec, defineCommand } from '../../src/frame/command';
import type { ChangeOptions, CommonOptions } from '../../src/frame/context';
import { givenOps } from '../support/ops-context';

const spec: CommandSpec<ChangeOptions> = {
  name: 'dead drop',
  about: 'Drops them.',
  example: 'dead drop --all',
  kind: 'reads',
  needs: { 'sqs:DeleteMessage': ['deadLetterQueue'], 'cloudformation:DescribeStacks': ['stack'] },
  run: async () => ({ code: 0, json: {}, text: () => '' }),
};

/** The long names of its options. */
function optionsOf(more: Partial<CommandSpec<ChangeOptions>>): readonly string[] {
  const command = defineCommand({ ...spec, ...more }).toCommander(async () => undefined);
  return command.options.map(({ long }) => String(long));
}

const place = ['--stack', '--profile', '--region', '--local', '--data', '--json'];

test('a command that reads has the options of all', () => {
  expect(optionsOf({})).toEqual(place);
});

test('one that changes can be told yes beforehand, or to change nothing', () => {
  expect(optionsOf({ kind: 'changes' })).toEqual([...place, '--yes', '--dry-run']);
});

test('one that has content shows it when asked, and its own options come first', () => {
  const options = [new Option('--since <time>', 'since')];
  expect(optionsOf({ hasContent: true, options })).toEqual(['--since', ...place, '--show-content']);
});

test('it is called by its second word, and knows what it needs', () => {
  const command = defineCommand(spec);
  expect(command.toCommander(async () => undefined).name()).toBe('drop');
  expect(command).toMatchObject({ name: 'dead drop', kind: 'reads', needs: spec.needs, needsToWrite: {} });
});

test('its help ends with an example and the AWS actions, each once and in order', () => {
  let help = '';
  const needsToWrite = { 's3:PutObject': ['bucket'], 'sqs:DeleteMessage': ['deadLetterQueue'] } as const;
  defineCommand({ ...spec, needsToWrite })
    .toCommander(async () => undefined)
    .configureOutput({ writeOut: (text) => (help += text) })
    .outputHelp();
  expect(help).toContain('dead drop --all');
  expect(help).toContain('Needs the AWS actions: cloudformation:DescribeStacks, s3:PutObject, sqs:DeleteMessage.');
  help = '';
  defineCommand({ ...spec, needs: {} })
    .toCommander(async () => undefined)
    .configureOutput({ writeOut: (text) => (help += text) })
    .outputHelp();
  expect(help).toContain('Needs the AWS actions: none.');
});

describe('it is run', () => {
  async function run(words: readonly string[], more: Partial<CommandSpec<ChangeOptions>> = {}) {
    const got: unknown[] = [];
    let common: CommonOptions | undefined;
    const command = defineCommand({
      ...spec,
      ...more,
      run: async (_context, options, argument) => {
        got.push(options, argument);
        return { code: 1, json: 7, text: () => '' };
      },
    }).toCommander(async (options, execute) => {
      common = options;
      expect(await execute(givenOps().context)).toMatchObject({ code: 1, json: 7 });
    });
    await command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parseAsync(words, { from: 'user' });
    return { got, common };
  }

  it('with its options, which its caller sees as well', async () => {
    const { got, common } = await run(['--local', '--data', 'd']);
    expect(got).toEqual([{ local: true, data: 'd' }, '']);
    expect(common).toEqual({ local: true, data: 'd' });
  });

  it('with its argument, which must be there', async () => {
    const argument = { name: '<id>', about: 'an id' };
    expect((await run(['x'], { argument })).got).toEqual([{}, 'x']);
    await expect(run([], { argument })).rejects.toThrow("missing required argument 'id'");
  });
});
