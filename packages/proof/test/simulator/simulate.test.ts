import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../../test/support/until';

const root = join(__dirname, '..', '..', '..', '..');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function start(...argv: readonly string[]) {
  const command = ['scripts/node24.mjs', 'packages/proof/bin/simulate.ts', ...argv];
  let end: (ended: Ended) => void = () => undefined;
  const ended = new Promise<Ended>((resolve) => {
    end = resolve;
  });
  const child = execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) =>
    end({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
  );
  return { child, ended };
}

const simulate = (...argv: readonly string[]): Promise<Ended> => start(...argv).ended;

/** A server that answers as the test says. */
async function endpoint(answer: (request: IncomingMessage) => number) {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(answer(request)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/callbacks/`, close };
}

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('vibes-simulation-'));

function eventsIn(folder: string): number {
  const file = join(tmpdir(), folder, 'events.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').length : 0;
}

describe('npm run simulate', () => {
  it('ends with 1 where callbacks are lost for good', async () => {
    const { url, close } = await endpoint((request) => (request.method === 'GET' ? 200 : 503));
    const { code, stdout } = await simulate('--url', url, '--callbacks', '3', '--speed', '100000', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      planned: 3,
      interrupted: false,
      delivery: { lostForGood: 3, answers: { '503': 24 } },
      faultsStruck: null,
      publication: null,
    });
    expect(code).toBe(1);
    close();
  }, 30_000);

  it('tries the endpoint before it sends anything', async () => {
    const nobody = await simulate('--url', 'http://127.0.0.1:9/callbacks/', '--callbacks', '3');
    expect([nobody.code, nobody.stdout]).toEqual([2, '']);
    expect(nobody.stderr).toBe(
      'No answer from http://127.0.0.1:9/callbacks/ (ECONNREFUSED): take the stack output EndpointUrl, or start the local cloud first ("npm start").\n',
    );
  }, 30_000);

  it('interrupted, it says what became of what was sent, and leaves nothing behind', async () => {
    const before = folders();
    const argv = ['--local', '--callbacks', '400', '--rate', '20', '--mix', 'receipt', '--faults', 'sqs:error:30%'];
    const running = start(...argv, '--json');
    await until(() => folders().some((name) => !before.includes(name) && eventsIn(name) > 20));
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ planned: 400, interrupted: true, publication: null });
    // One of them may still have waited for its answer.
    expect(report.delivery.sent).toBeGreaterThanOrEqual(20);
    expect(report.delivery.sent).toBeLessThan(400);
    expect(report.faultsStruck).toBeGreaterThan(0);
    expect(code).toBe(1);
    expect(folders().filter((name) => !before.includes(name))).toEqual([]);
  }, 60_000);

  it('says in a sentence what is wrong with the command', async () => {
    const { code, stderr } = await simulate('--local', '--faults', 'nonsense');
    expect(stderr).toContain('"nonsense" is not a fault: write service[.Action]:mode');
    expect(code).toBe(2);
  }, 30_000);
});
