import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scripts } from '../../package.json';

const root = join(__dirname, '..', '..');

/** The scripts that run a command of ours, except `npm start` (packages/cli/test/promises/end-to-end-start). */
const commands = Object.entries(scripts).flatMap(([name, script]) => {
  const words = script.split(' ');
  const file = words.find((word) => /^(?:scripts|packages\/\w+\/bin)\/[\w-]+[.]ts$/.test(word));
  return file === undefined || name === 'start' ? [] : [[name, words] as const];
});

/** As npm runs it, without npm. */
async function run(words: readonly string[], ...more: string[]) {
  const [program = '', ...rest] = words;
  const node = program === 'tsx' ? ['--no-warnings', '--import', 'tsx'] : [];
  const ended = promisify(execFile)(process.execPath, [...node, ...rest, ...more], { cwd: root });
  const { stdout, stderr, code } = await ended.then(
    (output) => ({ ...output, code: 0 }),
    (error) => error,
  );
  return { stdout: String(stdout), stderr: String(stderr), code };
}

it('every script that runs a command of ours is tested', () => {
  expect(commands.map(([name]) => name)).toEqual(
    expect.arrayContaining(['docs', 'cost', 'fuzz', 'simulate', 'conformance', 'bench', 'ops', 'settings']),
  );
  expect(commands.length).toBeGreaterThan(11);
});

it.each(commands)('npm run %s refuses an unknown option: 2, no output, and what to type', async (name, words) => {
  const { code, stdout, stderr } = await run(words, '--nonsense');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain("error: unknown option '--nonsense'");
  // The operator's commands do not name npm run, because npx runs them too.
  if (!isOperators(name)) expect(stderr).toContain(`npm run ${name} -- --help`);
});

// One command for each way to read a command line. The others read it as `docs` does.
it.each(commands.filter(([name]) => isOperators(name) || ['docs', 'settings', 'release'].includes(name)))(
  'npm run %s -- --help explains, and does nothing',
  async (name, words) => {
    const { code, stdout, stderr } = await run(words, '--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: npm run ${name} -- `);
  },
);

function isOperators(name: string): boolean {
  return ['ops', 'send'].includes(name);
}
