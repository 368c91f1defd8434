import { type ChangeOptions, createContext } from '../../src/frame/context';
import type { Io } from '../../src/frame/io';

function given(io: Partial<Io> = {}, options: ChangeOptions = {}) {
  const err: string[] = [];
  const asked: string[] = [];
  const context = createContext(
    options,
    {
      out: () => undefined,
      err: (text) => void err.push(text),
      env: {},
      directory: '/nowhere',
      isInteractive: true,
      isTerminal: false,
      columns: 80,
      now: () => 0,
      pause: async () => undefined,
      confirm: async (question) => (asked.push(question) > 0 ? 'yes' : 'no'),
      askSecret: async () => undefined,
      interrupted: new AbortController().signal,
      ...io,
    },
    { commandLine: (words) => words, typed: (sentence) => sentence },
  );
  return { context, err, asked };
}

test('what goes on is said on stderr', () => {
  const { context, err } = given();
  context.note('one moment');
  expect(err).toEqual(['one moment']);
});

test('the options of an account are those of the command line', () => {
  const { context } = given({}, { stack: 'S', region: 'eu-west-1', json: true });
  expect(context).toMatchObject({ isJson: true, access: { stackName: 'S', clientOptions: { region: 'eu-west-1' } } });
});

test('a failure within a command names the profile that the command used', () => {
  const expired = Object.assign(new Error('expired'), { name: 'ExpiredToken' });
  expect(given({}, { profile: 'night' }).context.explain(expired)).toContain('aws sso login --profile night');
  expect(given({ env: { AWS_PROFILE: 'day' } }).context.explain(expired)).toContain('aws sso login --profile day');
});

describe('before something is changed', () => {
  const mayChange = (change: ChangeOptions, io: Partial<Io> = {}) => {
    const { context, err, asked } = given(io);
    return { answer: context.mayChange('Drops 3.', change), err, asked };
  };

  it('it is said what, and a person is asked', async () => {
    const { answer, err, asked } = mayChange({});
    expect([await answer, err, asked]).toEqual([true, ['Drops 3.'], ['Do it?']]);
  });

  it.each([
    ['no', 1],
    ['cancelled', 130],
  ] as const)('the answer %s changes nothing, and the command ends with %i', async (said, code) => {
    const { answer } = mayChange({}, { confirm: async () => said });
    await expect(answer).rejects.toMatchObject({ message: 'Nothing was changed.', code });
  });

  it('does not ask after --yes', async () => {
    const { answer, err, asked } = mayChange({ yes: true, json: true }, { isInteractive: false });
    expect([await answer, err, asked]).toEqual([true, ['Drops 3.'], []]);
  });

  it('a dry run changes nothing, although yes was said', async () => {
    const { answer, err, asked } = mayChange({ dryRun: true, yes: true });
    expect([await answer, asked]).toEqual([false, []]);
    expect(err).toEqual(['Drops 3.', 'Dry run: nothing was changed.']);
  });

  it.each([
    ['no one is there', {}, { isInteractive: false }],
    ['a document was asked for', { json: true }, {}],
  ])('it is an error where %s', async (_why, change, io) => {
    const { answer, asked } = mayChange(change, io);
    await expect(answer).rejects.toThrow('Nothing was changed: there is no terminal to ask on. Add --yes to do it');
    expect(asked).toEqual([]);
  });
});
