import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';

const root = join(__dirname, '..', '..', '..', '..');
const newFolder = temporaryFolder();

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param folder where it makes its temporary folders */
function startIn(folder: string, ...argv: readonly string[]) {
  const env = { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder };
  const command = ['scripts/node24.mjs', 'packages/proof/bin/simulate.ts', ...argv];
  let end: (ended: Ended) => void = () => undefined;
  const ended = new Promise<Ended>((resolve) => {
    end = resolve;
  });
  const child = execFile(process.execPath, command, { cwd: root, env }, (error, stdout, stderr) =>
    end({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
  );
  return { child, ended };
}

const simulate = (...argv: readonly string[]): Promise<Ended> => startIn(tmpdir(), ...argv).ended;

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

/** How many events a simulation has published in its temporary folder. */
function eventsOf(folder: string): number {
  const files = readdirSync(folder).map((name) => join(folder, name, 'events.jsonl'));
  const [file] = files.filter(existsSync);
  return file === undefined ? 0 : readFileSync(file, 'utf8').trimEnd().split('\n').length;
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
  });

  it('tries the endpoint before it sends anything', async () => {
    const nobody = await simulate('--url', 'http://127.0.0.1:9/callbacks/', '--callbacks', '3');
    expect([nobody.code, nobody.stdout]).toEqual([2, '']);
    expect(nobody.stderr).toBe(
      'No answer from http://127.0.0.1:9/callbacks/ (ECONNREFUSED): take the stack output EndpointUrl, or start the local cloud first ("npm start").\n',
    );
  });

  it('interrupted, it says what became of what was sent, and leaves nothing behind', async () => {
    // Of its own: other tests simulate, too.
    const folder = newFolder();
    const argv = ['--local', '--callbacks', '400', '--rate', '20', '--mix', 'receipt', '--faults', 'sqs:error:30%'];
    const running = startIn(folder, ...argv, '--json');
    await until(() => eventsOf(folder) > 20);
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ planned: 400, interrupted: true, publication: null });
    // One of them may still have waited for its answer.
    expect(report.delivery.sent).toBeGreaterThanOrEqual(20);
    expect(report.delivery.sent).toBeLessThan(400);
    expect(report.faultsStruck).toBeGreaterThan(0);
    expect(code).toBe(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('vibes-'))).toEqual([]);
  });

  it('says in a sentence what is wrong with the command', async () => {
    const { code, stderr } = await simulate('--local', '--faults', 'nonsense');
    expect(stderr).toContain('"nonsense" is not a fault: write service[.Action]:mode');
    expect(code).toBe(2);
  });
});
