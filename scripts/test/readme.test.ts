import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { scripts } from '../../package.json';
import { type LocalCloudProcess, startLocalCloud } from '../../packages/cli/test/support/start-local-cloud';
import { temporaryFolder } from '../../test/support/temporary-folder';

const run = promisify(execFile);
const root = join(__dirname, '..', '..');
const folder = temporaryFolder();
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const figures = readFileSync(join(root, 'docs', 'FIGURES.md'), 'utf8');

const blocks = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(?<code>.*?)^\`\`\``, 'gms'))].map(
    ({ groups }) => groups?.code ?? '',
  );
const commands = [readme, figures]
  .flatMap((page) => blocks(page, 'sh'))
  .flatMap((code) =>
    code
      .replace(/\\\n\s*/g, '')
      .trim()
      .split('\n'),
  );
const synthesized = folder();
/** Written by the README's settings command, read by its deployment. */
const settingsFile = join(folder(), 'settings.json');
const isInstalled = (name: string) =>
  (process.env.PATH ?? '').split(delimiter).some((path) => existsSync(join(path, name)));
/** A person pastes into either. */
const shells = ['bash', 'zsh'].filter(isInstalled);
const shell = async (command: string) => {
  const read = shells.map(async (name) => (await run(name, ['-c', `${spellsOut}; ${command}`])).stdout);
  const [words = '', ...others] = await Promise.all(read);
  for (const other of others) expect(other).toBe(words);
  return (await run('bash', ['-c', command], { cwd: root })).stdout;
};
/** Instead of running it: both shells must give a program the same words. */
const spellsOut = ['npm', 'npx', 'curl', 'tail', 'sleep']
  .map((name) => `${name}() { printf '%s\\n' "$@"; }`)
  .join('; ');
/** What was run already, by its command line. */
const done = new Map<string, Promise<string>>();
const once = (command: string) => {
  const ran = done.get(command) ?? shell(command);
  done.set(command, ran);
  return ran;
};

/** How to try each command of the two pages: as written, except for ports, folders and the AWS account. */
const trials: readonly { readonly pattern: RegExp; readonly proves: (command: string) => Promise<void> }[] = [
  {
    // Both halves: CI installs from nothing, and every other test starts what `npm start` runs.
    pattern: /^npm ci && npm start$/,
    proves: async () => {
      expect(readFileSync(join(root, '.ci', 'run'), 'utf8')).toContain('npm cit');
      expect(scripts.start).toBe('exec node scripts/node24.mjs packages/proof/bin/start.ts');
    },
  },
  {
    // It is what runs this test.
    pattern: /^npm cit$/,
    proves: async () => expect(scripts.check).toMatch(/\bnpm test$/),
  },
  {
    // Takes a minute: .ci/run packs the project, and does it in an empty folder.
    pattern:
      /^(npm run package -- \.\.\/orders|cd \.\.\/orders|npm i (-D )?\.\/vibes-callbacks-|npx vibes-callbacks (start|send)|grep texted .local\/functions.log)/,
    proves: async () => expect(readFileSync(join(root, '.ci', 'run'), 'utf8')).toContain('npm run check:package'),
  },
  {
    pattern: /^curl .*http:\/\/127\.0\.0\.1:8787\//,
    proves: async (command) => {
      // Without the file curl may post an empty body, which is answered 200 as well.
      const [, sample = 'none'] = /--data-binary @(\S+)/.exec(command) ?? [];
      expect(existsSync(join(root, sample))).toBe(true);
      expect(await shell(here(command))).toMatch(/^HTTP\/1.1 200 .*x-amzn-requestid: /is);
    },
  },
  {
    // It ends with 1 where it finds something to look at.
    pattern: /^npm run ops -- status --local$/,
    proves: async (command) => expect(await shell(`${command} --data ${cloud.dataDir} || true`)).toMatch(/^dead +0$/m),
  },
  {
    pattern: /^sleep 1; tail .*events\.jsonl$/,
    proves: async (command) => {
      while (cloud.events().length === 0) await new Promise((done) => setTimeout(done, 20));
      expect(JSON.parse(await shell(here(command)))).toMatchObject({ 'detail-type': 'MO Message' });
    },
  },
  {
    pattern: /^npm run settings -- \w+=\S+$/,
    proves: async (command) => {
      await shell(`${command} --file ${settingsFile}`);
      expect(command).toContain(Object.entries(JSON.parse(readFileSync(settingsFile, 'utf8')))[0]?.join('='));
    },
  },
  {
    // Without an account a deployment gets as far as its synthesis, with the same settings.
    pattern: /^npx cdk (synth --quiet|deploy)$/,
    proves: async (command) => {
      await once(`${command.replace('deploy', 'synth --quiet')} -c settings=${settingsFile} --output ${synthesized}`);
      const template = readFileSync(join(synthesized, 'VibesCallbacks.template.json'), 'utf8');
      for (const value of Object.values(JSON.parse(readFileSync(settingsFile, 'utf8')))) {
        expect(template).toContain(value);
      }
    },
  },
  { pattern: /^npm run cost -- /, proves: async (command) => expect(await shell(command)).toContain('$') },
  {
    pattern: /^npm run simulate -- --local /,
    proves: async (command) => {
      const { stdout } = await run('bash', ['-c', `${command.replace('run', 'run --silent')} --json`], { cwd: root });
      const report = JSON.parse(stdout);
      expect(report).toMatchObject({
        seed: 7,
        delivery: { lostForGood: 0 },
        publication: { lost: [], unexpected: [], repeatsWithAnotherId: 0 },
      });
      // A busy machine may publish one twice.
      const { published, duplicatesPublished } = report.publication;
      expect(published - duplicatesPublished).toBe(300);
      expect(report.faultsStruck).toBeGreaterThan(0);
    },
  },
  {
    pattern: /^npm run conformance -- /,
    proves: async (command) => expect(await shell(command)).not.toBe(''),
  },
  {
    // Fewer documents: packages/proof/test/fuzz has its own.
    pattern: /^npm run fuzz -- --count \d+/,
    proves: async (command) => expect(await shell(command.replace(/--count \d+/, '--count 50'))).not.toBe(''),
  },
  {
    // Takes minutes, and a figure is not a test.
    pattern: /^npm run bench -- --quick$/,
    proves: async () =>
      expect(readFileSync(join(root, 'packages', 'proof', 'bin', 'bench.ts'), 'utf8')).toContain(".option('--quick'"),
  },
];

/** The command for this test's own local cloud. */
const here = (command: string) =>
  command
    .replaceAll('8787', String(cloud.port))
    .replaceAll('--local)', `--local --data ${cloud.dataDir})`)
    .replaceAll('./.local', cloud.dataDir)
    .replaceAll('.local/', `${cloud.dataDir}/`);

let cloud: LocalCloudProcess;
beforeAll(async () => {
  cloud = await startLocalCloud({ dataDir: folder() });
});

test.each(commands)('%s', async (command) => {
  const trial = trials.find(({ pattern }) => pattern.test(command));
  if (trial === undefined) throw new Error('no trial: say above how this command is tried');
  await trial.proves(command);
});

const inZsh = shells.includes('zsh') ? test : test.skip;
inZsh('every block is valid in zsh as well (skipped where zsh is not installed)', async () => {
  for (const code of [readme, figures].flatMap((page) => blocks(page, 'sh'))) await run('zsh', ['-nc', code]);
});

test('every block is valid in bash', async () => {
  for (const code of [readme, figures].flatMap((page) => blocks(page, 'sh'))) await run('bash', ['-nc', code]);
  await expect(run('bash', ['-nc', 'curl "'])).rejects.toThrow();
});

test('every block of JSON is JSON', () => {
  const found = blocks(readme, 'json');
  expect(found.length).toBeGreaterThan(0);
  for (const code of found) expect(JSON.parse(code)).toBeInstanceOf(Object);
});

test('the TypeScript of the README compiles', async () => {
  mkdirSync(join(root, '.build'), { recursive: true });
  const folder = mkdtempSync(join(root, '.build', 'readme-'));
  try {
    const examples = blocks(readme, 'ts');
    expect(examples.length).toBeGreaterThan(0);
    examples.forEach((code, index) => {
      writeFileSync(join(folder, `example-${index}.ts`), code);
    });
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] }),
    );
    await run(join(root, 'node_modules', '.bin', 'tsc'), ['--noEmit', '--project', folder]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('every relative link of the README leads somewhere', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)(?<path>[^)#]+)/g)].map(({ groups }) => groups?.path ?? '');
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
