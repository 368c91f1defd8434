import { once } from 'node:events';
import { exitMessage, startWorkerProcess } from '../../src/lambda/worker-process';
import { temporaryFolder } from '../support/temporary-folder';
import { functionConfig, scriptedNode } from './scripted-worker';

const newFolder = temporaryFolder();

/** Starts this script as the Node.js of a worker; what it wrote, and how it ended. */
async function run(script: string, { memoryMb = 512, skewMs = 0 } = {}) {
  const folder = newFolder();
  const child = startWorkerProcess({
    config: functionConfig(folder, { memoryMb }),
    environment: { PATH: process.env.PATH ?? '', ONLY: 'this' },
    skewMs,
    nodePath: scriptedNode(folder, script),
  });
  let out = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  const [code, signal] = await once(child, 'close');
  return { out: out.trim(), folder, ended: exitMessage(code, signal), pid: child.pid };
}

describe('the process of a worker', () => {
  it('runs in the bundle’s folder, with its environment and no more', async () => {
    process.env.PERSONAL_SETTING = 'mine';
    const { out, folder } = await run('echo "$PWD|$ONLY|$PERSONAL_SETTING"');
    delete process.env.PERSONAL_SETTING;
    expect(out).toBe(`${folder}|this|`);
  });

  it('gets the memory of the function, a tenth of it for what is young, and how far its clock is off', async () => {
    const { out } = await run('echo "$@"', { memoryMb: 1000, skewMs: -5 });
    expect(out).toMatch(
      /^--disable-warning=\S+ --max-semi-space-size=50 --max-old-space-size=900 \S+bootstrap\.mts -5 \/\S+$/,
    );
  });

  it('may have 1,024 files open, has its own group, and is not one process more than it needs', async () => {
    const { out, pid } = await run('kill -0 -$$ && echo "$(ulimit -n) $$"');
    expect(out.split(/ +/)).toEqual(['1024', String(pid)]);
  });

  it('that cannot be started says so', async () => {
    const folder = newFolder();
    const child = startWorkerProcess({
      config: functionConfig(folder),
      environment: {},
      skewMs: 0,
      nodePath: `${folder}/there-is-none`,
    });
    const [code, signal] = await once(child, 'close');
    expect(exitMessage(code, signal)).toBe('Runtime exited with error: exit status 127');
  });
});

test.each([
  [0, null, 'exit status 0'],
  [3, null, 'exit status 3'],
  [null, 'SIGKILL', 'signal: killed'],
  [null, 'SIGSEGV', 'signal: segmentation fault'],
  [null, 'SIGUSR1', 'signal: SIGUSR1'],
] as const)('an end by %j and %j is reported as by Lambda', (code, signal, how) => {
  expect(exitMessage(code, signal)).toBe(`Runtime exited with error: ${how}`);
});
