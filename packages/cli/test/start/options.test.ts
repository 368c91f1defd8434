import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { type CliOptions, command } from '../../src/start/options';
import type { VibesApiServer } from '../../src/start/vibes-api-server';

/** What the options of this command line are, or what commander complains of. */
async function parsed(...words: readonly string[]): Promise<CliOptions | string> {
  return parsedWith(undefined, ...words);
}

async function parsedWith(
  vibesApi: VibesApiServer | undefined,
  ...words: readonly string[]
): Promise<CliOptions | string> {
  let options: CliOptions | undefined;
  let complaint = '';
  const program = command(
    async (given) => {
      options = given;
    },
    undefined,
    vibesApi,
  )
    .exitOverride()
    .configureOutput({ writeErr: (text) => (complaint += text), writeOut: (text) => (complaint += text) });
  await program.parseAsync(words, { from: 'user' }).catch((error: unknown) => {
    if (complaint === '') throw error;
  });
  return options ?? complaint;
}

test('without a word: port 8787, the folder .local, a minute of a minute', async () => {
  expect(await parsed()).toEqual({ port: 8787, data: '.local', minute: 60 });
});

test('every option is taken as it is written', async () => {
  const words = ['--port', '0', '--data', 'd', '--username', 'u', '--password', 'p', '--rbm-secret', 's'];
  const more = ['--app', 'npx app', '--stack', 'S', '--watch'];
  expect(await parsed(...words, ...more, '--forward', 'https://example.com/hook', '--minute', '2.5')).toEqual({
    port: 0,
    data: 'd',
    username: 'u',
    password: 'p',
    rbmSecret: 's',
    app: 'npx app',
    stack: 'S',
    watch: true,
    forward: 'https://example.com/hook',
    minute: 2.5,
  });
});

describe('a secret', () => {
  const newFolder = temporaryFolder();
  const stderr = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  beforeEach(() => stderr.mockClear());
  afterEach(() => {
    delete process.env.CALLBACKS_MO_PASSWORD;
    delete process.env.CALLBACKS_RBM_SECRET;
  });
  const fileOf = (text: string) => {
    const path = join(newFolder(), 'secret');
    writeFileSync(path, text);
    return path;
  };

  test('comes from a file, without the end of its line', async () => {
    const words = ['--password-file', fileOf(' p w\n'), '--rbm-secret-file', fileOf('s\r\n')];
    expect(await parsed(...words)).toMatchObject({ password: ' p w', rbmSecret: 's' });
    expect(stderr).not.toHaveBeenCalled();
  });

  test('comes from the environment', async () => {
    process.env.CALLBACKS_MO_PASSWORD = 'p';
    process.env.CALLBACKS_RBM_SECRET = 's';
    expect(await parsed()).toMatchObject({ password: 'p', rbmSecret: 's' });
    expect(stderr).not.toHaveBeenCalled();
  });

  test('on the command line is taken, with a warning that says what to do instead', async () => {
    expect(await parsed('--password', 'p', '--rbm-secret', 's')).toMatchObject({ password: 'p', rbmSecret: 's' });
    expect(stderr.mock.calls.flat()).toEqual([
      expect.stringMatching(/^--password shows .* use --password-file, or the variable CALLBACKS_MO_PASSWORD\.$/),
      expect.stringMatching(/^--rbm-secret shows .* use --rbm-secret-file, or the variable CALLBACKS_RBM_SECRET\.$/),
    ]);
  });

  test.each([
    [['--password', 'p', '--password-file'], 'p', 'cannot be used with option'],
    [['--password-file'], '\n', 'It must not be empty.'],
  ])('of %j is refused', async (words, text, complaint) => {
    expect(await parsed(...words, fileOf(text))).toContain(complaint);
  });

  test('of a file that is not there is refused', async () => {
    expect(await parsed('--rbm-secret-file', join(newFolder(), 'none'))).toContain('The file cannot be read.');
  });
});

test.each<[words: readonly string[], advice: string]>([
  [['--port', '65536'], 'Write a number from 0 to 65535.'],
  [['--port', '-1'], 'Write a number from 0 to 65535.'],
  [['--port', 'http'], 'Write a number from 0 to 65535.'],
  [['--port', '80.5'], 'Write a number from 0 to 65535.'],
  [['--minute', '0.9'], 'Write a number of seconds from 1 to 60.'],
  [['--minute', '61'], 'Write a number of seconds from 1 to 60.'],
  [['--minute', '1e1'], 'Write a number of seconds from 1 to 60.'],
  [['--forward', '127.0.0.1:3000'], 'Write a URL like http://127.0.0.1:3000/hook.'],
  [['--forward', 'ftp://example.com'], 'Write a URL like http://127.0.0.1:3000/hook.'],
  [['--data', ''], 'It must not be empty.'],
  [['--assembly', ''], 'It must not be empty.'],
  [['--username', ''], 'It must not be empty.'],
  [['--username', 'a:b'], 'A user name cannot contain a colon.'],
  [['--password', ' '], 'It must not be empty.'],
  [['--rbm-secret', ''], 'It must not be empty.'],
])('%j is refused with what to write', async (words, advice) => {
  const complaint = await parsed(...words);
  expect(complaint).toContain(advice);
  expect(complaint).toContain('(--help shows the options)');
});

test.each<[words: readonly string[], what: string]>([
  [['--prot', '1'], "unknown option '--prot'"],
  [['somewhere'], 'too many arguments'],
  [['--port'], 'argument missing'],
  [['--assembly', 'cdk.out', '--app', 'npx app'], "cannot be used with option '--app <command>'"],
  [['--assembly', 'cdk.out', '--watch'], "cannot be used with option '--watch'"],
])('%j is not a command line', async (words, what) => {
  expect(await parsed(...words)).toContain(what);
});

test('the help says what a shorter minute leaves as it is', async () => {
  const help = String(await parsed('--help')).replace(/\s+/g, ' ');
  expect(help).toContain('metrics, alarms and retries run faster, functions do not');
});

test('an assembly is run as it is', async () => {
  expect(await parsed('--assembly', 'cdk.out', '--stack', 'S')).toMatchObject({ assembly: 'cdk.out', stack: 'S' });
});

test('the help says where the rest is documented', async () => {
  expect(await parsed('--help')).toContain('docs/LOCAL.md');
});

describe('--vibes-api', () => {
  const server: VibesApiServer = {
    rules: { 'one-per-type': 'about it', downed: 'about that' },
    serve: () => Promise.reject(new Error('not asked for')),
  };

  test('takes rules or none, and says which there are', async () => {
    expect(await parsedWith(server, '--vibes-api')).toMatchObject({ vibesApi: [] });
    expect(await parsedWith(server, '--vibes-api', 'one-per-type,downed')).toMatchObject({
      vibesApi: ['one-per-type', 'downed'],
    });
    expect(await parsedWith(server, '--vibes-api', 'x')).toContain('The rules are one-per-type, downed.');
    expect(await parsedWith(server)).not.toHaveProperty('vibesApi');
  });

  test('is explained rule by rule, and names no default that a person could not type', async () => {
    const help = String(await parsedWith(server, '--help'));
    expect(help).toMatch(/^Rules of --vibes-api:\n {2}one-per-type {2}about it\n {2}downed {8}about that$/m);
    expect(help).not.toContain('preset');
  });

  test('is only there in a program that has an emulator', async () => {
    expect(await parsed('--vibes-api')).toContain("unknown option '--vibes-api'");
  });
});
