import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readOptions } from '../../src/simulator/simulate';

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

describe('npm run simulate', () => {
  it('ends with 1 where callbacks are not accepted', async () => {
    const { url, close } = await endpoint((request) => (request.method === 'GET' ? 200 : 400));
    const { code, stdout } = await start('--url', url, '--callbacks', '3', '--mix', 'platform').ended;
    expect(JSON.parse(stdout)).toMatchObject({ planned: 3, sent: 3, accepted: 0, refused: 3, answers: { '400': 3 } });
    expect(code).toBe(1);
    close();
  }, 30_000);

  it('interrupted, it says what became of what was sent', async () => {
    let posts = 0;
    let child: ReturnType<typeof start>['child'] | undefined;
    const { url, close } = await endpoint(({ method }) => {
      if (method !== 'GET') posts += 1;
      if (posts === 5) child?.kill('SIGINT');
      return 200;
    });
    const running = start('--url', url, '--callbacks', '400', '--rate', '10', '--mix', 'receipt', '--seed', '7');
    child = running.child;
    const { code, stdout } = await running.ended;
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ seed: 7, planned: 400, lostForGood: 0 });
    expect(report.sent).toBeGreaterThanOrEqual(4);
    expect(report.sent).toBeLessThan(400);
    expect(code).toBe(1);
    close();
  }, 60_000);

  it('tries the endpoint before it sends anything', async () => {
    const nobody = await start('--url', 'http://127.0.0.1:9/callbacks/', '--callbacks', '3').ended;
    expect([nobody.code, nobody.stdout]).toEqual([2, '']);
    expect(nobody.stderr).toBe(
      'No answer from http://127.0.0.1:9/callbacks/ (ECONNREFUSED): take the stack output EndpointUrl.\n',
    );
  }, 30_000);
});

const url = 'https://abc.execute-api.us-east-1.amazonaws.com/callbacks/';

describe('readOptions', () => {
  const refused = (...argv: string[]) => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => readOptions(argv)).toThrow();
    const said = write.mock.calls.map(([text]) => text).join('');
    write.mockRestore();
    return said;
  };

  it('takes the password from the environment', () => {
    process.env.VIBES_PASSWORD = 'from the environment';
    try {
      expect(readOptions(['--url', url, '--mix', 'mo=2,platform'])).toMatchObject({
        password: 'from the environment',
        mix: { mo: 2, platform: 1 },
      });
    } finally {
      delete process.env.VIBES_PASSWORD;
    }
  });

  it.each([
    ['--callbacks', '1001'],
    ['--rate', '51'],
    ['--connections', '51'],
  ])('refuses %s %s unless it is wanted', (...load) => {
    expect(refused('--url', url, ...load)).toContain('--allow-load');
    expect(readOptions(['--url', url, ...load, '--allow-load'])).toMatchObject({ url });
  });

  it.each([
    [[]],
    [['--url', 'nowhere']],
    [['--url', url, '--callbacks', '0']],
    [['--url', url, '--mix', 'telex']],
    [['--url', url, '--cert', __filename]],
    [['--url', url, '--ca', 'nothing.pem']],
  ])('refuses %j with a sentence', (argv) => {
    expect(refused(...argv)).toContain('error: ');
  });
});
