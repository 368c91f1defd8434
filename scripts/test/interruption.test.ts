import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../test/support/temporary-folder';
import { until } from '../../test/support/until';

const root = join(__dirname, '..', '..');

const newFolder = temporaryFolder();

/** It has its own folder for temporary folders, because other tests run the same commands. */
function start(argv: readonly string[]) {
  const folder = newFolder();
  const env = { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder };
  const child = spawn(process.execPath, ['scripts/node24.mjs', ...argv], { cwd: root, env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  const interrupt = async (signal: NodeJS.Signals = 'SIGINT') => {
    child.kill(signal);
    const [code] = await once(child, 'close');
    return { ...said, code };
  };
  /** What it has made and not removed, except what tsx keeps for the next command. */
  const left = () =>
    readdirSync(folder)
      .filter((name) => !name.startsWith('tsx-'))
      .map((name) => join(folder, name));
  return { said, interrupt, left };
}

it('conformance, interrupted, prints the verdicts that it has and leaves nothing behind', async () => {
  const { said, interrupt, left } = start([
    'packages/proof/bin/conformance.ts',
    '--only',
    'larger-than-the-gateway-takes,queue-down-for-the-whole-window',
  ]);
  await until(() => said.err.includes('held   larger-than-the-gateway-takes'));
  const { code, out, err } = await interrupt();
  expect(err).toContain('Interrupted after 1 of 2 scenarios.');
  expect(out).toContain('1 held, 0 broken');
  expect(code).toBe(1);
  expect(left()).toEqual([]);
});

it('cost --measure, interrupted, writes nothing and leaves nothing behind', async () => {
  const { interrupt, left } = start(['packages/proof/bin/cost.ts', '--measure']);
  await until(() => left().some((folder) => existsSync(join(folder, 'trickle', 'outputs.json'))));
  const { code, out, err } = await interrupt();
  expect(err).toBe('Interrupted: nothing was written. Of the two loads, 0 had been counted.\n');
  expect([code, out]).toEqual([1, '']);
  expect(left()).toEqual([]);
});

// The benchmark that starts a cloud needs Linux. What a command does at each signal: local-cloud/test/base/end-with-this-process.
(process.platform === 'linux' ? it : it.skip)(
  'bench, ended by SIGTERM, leaves neither folders nor processes behind',
  async () => {
    const { interrupt, left } = start(['packages/proof/bin/bench.ts', '--quick', '--only', 'consumer-neighbours']);
    const outputs = () =>
      left()
        .map((folder) => join(folder, 'outputs.json'))
        .find(existsSync);
    await until(() => outputs() !== undefined);
    const [{ EndpointUrl: endpoint }] = Object.values<Record<string, string>>(
      JSON.parse(readFileSync(outputs() ?? '', 'utf8')),
    ) as [Record<string, string>];
    await expect(fetch(endpoint ?? '')).resolves.toBeDefined();
    const { code, out, err } = await interrupt('SIGTERM');
    expect(err).toContain('Interrupted: no report was written.');
    expect([code, out]).toEqual([1, '']);
    expect(left()).toEqual([]);
    await expect(fetch(endpoint ?? '')).rejects.toThrow();
  },
);
