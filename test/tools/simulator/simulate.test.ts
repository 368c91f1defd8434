import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { isSound } from '../../../tools/simulator/decision';

const root = join(__dirname, '..', '..', '..');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function simulate(...argv: readonly string[]): Promise<Ended> {
  const command = [join('bin', 'node24.mjs'), join('bin', 'simulate.ts'), ...argv];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

describe('npm run simulate', () => {
  it('loses nothing and publishes nothing twice while the queue refuses every fifth message', async () => {
    const argv = [
      '--local',
      '--callbacks',
      '150',
      '--seed',
      '7',
      '--copies',
      '10%',
      '--faults',
      'sqs:error:20%',
      '--json',
    ];
    const { code, stdout } = await simulate(...argv);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      seed: 7,
      delivery: { lostForGood: 0 },
      publication: { published: 150, duplicatesPublished: 0, lost: [], unexpected: [] },
    });
    expect(isSound(report)).toBe(true);
    expect(code).toBe(0);
  }, 120_000);

  it('ends with 1 where callbacks are lost for good', async () => {
    const argv = ['--url', 'http://127.0.0.1:9/', '--callbacks', '3', '--speed', '100000', '--json'];
    const { code, stdout } = await simulate(...argv);
    expect(JSON.parse(stdout)).toMatchObject({
      delivery: { lostForGood: 3, connectionFailures: 24 },
      publication: null,
    });
    expect(code).toBe(1);
  }, 30_000);

  it('says in a sentence what is wrong with the command', async () => {
    const { code, stderr } = await simulate('--local', '--faults', 'nonsense');
    expect(stderr).toContain('"nonsense" is no fault: write service[.Action]:mode');
    expect(code).toBe(1);
  }, 30_000);
});
