import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { clientsOf, failureOf } from '../../../local-cloud/test/aws/clients';
import { runOpsCommand } from '../support/run-ops';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

interface Door {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const doors = ['aws.json', 'token', 'credentials.json'] as const;
const newFolder = temporaryFolder();
const dataDir = join(newFolder(), 'data');
const path = (name: string) => join(dataDir, name);
const readDoors = (): { readonly aws: Door; readonly token: string; readonly pass?: string } => ({
  aws: JSON.parse(readFileSync(path('aws.json'), 'utf8')),
  token: readFileSync(path('token'), 'utf8').trim(),
});
const passOf = (cloud: LocalCloudProcess) =>
  cloud.lines().flatMap((line) => /^Inbox, in a browser: \S+#pass=(\S+)$/.exec(line)?.[1] ?? [])[0] ?? '';

test('keys, token and pass stop working when their run ends, however it ends', async () => {
  // Ctrl-C.
  const first = await startLocalCloud({ dataDir, more: ['--password', 'pw'] });
  const ofFirst = { ...readDoors(), pass: passOf(first) };
  expect(ofFirst.pass).not.toBe('');
  await endsInTheMiddle(first, 'SIGINT');
  expect(doors.filter((name) => existsSync(path(name)))).toEqual([]);

  // kill -9 leaves the files, but commands send nothing that depends on them.
  const second = await startLocalCloud({ dataDir });
  expect(second.credentials).toEqual(first.credentials);
  const ofSecond = readDoors();
  for (const pid of second.processes()) killHard(pid);
  await second.stop();
  expect(doors.filter((name) => existsSync(path(name)))).toEqual([...doors]);
  const asked: string[] = [];
  const impostor = createServer((request, response) => {
    asked.push(JSON.stringify(request.headers));
    response.end();
  });
  await new Promise<void>((resolve) =>
    impostor.listen(Number(new URL(ofSecond.aws.endpoint).port), '127.0.0.1', resolve),
  );
  for (const words of [['status'], ['env', 'CALLBACKS_TOKEN'], ['env', 'CALLBACKS_USER']]) {
    const { code, out, err } = await runOpsCommand([...words, '--local', '--data', dataDir]);
    expect([words, code, out]).toEqual([words, 2, '']);
    expect(err).toContain('No local cloud is running');
  }
  impostor.close();
  expect(asked).toEqual([]);

  // The next run has other keys, another token and another pass; its password is in no list of processes.
  const password = 'from-the-environment';
  const third = await startLocalCloud({ dataDir, env: { CALLBACKS_MO_PASSWORD: password } });
  expect(third.credentials.password).toBe(password);
  const list = await new Promise<string>((resolve) =>
    execFile('ps', ['-ww', '-eo', 'args'], (_error, text) => resolve(text)),
  );
  expect(list).not.toContain(password);
  const { aws } = readDoors();
  for (const { aws: earlier, token, pass = token } of [ofFirst, ofSecond]) {
    const { sqs, destroy } = clientsOf(aws.endpoint, earlier);
    const failure = await failureOf(sqs.send(new GetQueueUrlCommand({ QueueName: 'q' })));
    destroy();
    expect(failure).toEqual({ name: 'InvalidClientTokenId', status: 403 });
    for (const [name, value] of [
      ['x-local-token', token],
      ['x-local-page', pass],
    ] as const) {
      const headers = { [name]: value };
      expect((await fetch(`http://127.0.0.1:${third.port}/_local/state`, { headers })).status).toBe(401);
    }
  }
  const page = { 'x-local-page': passOf(third) };
  const ask = async (method: string, route: string) =>
    (await fetch(`http://127.0.0.1:${third.port}/_local/${route}`, { method, headers: page })).status;
  expect([await ask('GET', 'state'), await ask('POST', 'reset'), await ask('POST', 'deploy')]).toEqual([200, 401, 401]);

  // A command from the documents.
  const user = await runOpsCommand(['env', 'CALLBACKS_USER', '--local', '--data', dataDir]);
  expect(user.out).toBe(`vibes:${password}`);

  // SIGTERM.
  await endsInTheMiddle(third, 'SIGTERM');
  expect(doors.filter((name) => existsSync(path(name)))).toEqual([]);
});

// What a kill -9 leaves is shown by durability.test.ts and, under load, by the conformance suite (`everything-dies-under-load`).
/** Other systems do not list a process's children. */
const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('no process is left behind when the launcher is killed', async () => {
  const cloud = await startLocalCloud({ dataDir: join(newFolder(), 'data') });
  const processes = processesOf(cloud);
  await cloud.stop('SIGKILL');
  await until(() => processes.every((pid) => !isAlive(pid)));
});

/** It answers the request that is under way, ends with 0 and leaves no process. */
async function endsInTheMiddle(cloud: LocalCloudProcess, signal: NodeJS.Signals): Promise<void> {
  const processes = processesOf(cloud);
  const { struck } = (await cloud.state()).faults;
  await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'slow', delayMs: 200 });
  const answer = fetch(cloud.outputs.SmsReceiptUrl ?? '', { method: 'POST', body: '<mtMessageResponse/>' });
  await until(async () => (await cloud.state()).faults.struck > struck);
  expect(await cloud.stop(signal)).toBe(0);
  // On a busy machine, ingest answers 503.
  expect([200, 503]).toContain((await answer).status);
  await until(() => processes.every((pid) => !isAlive(pid)));
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // A worker that ended when the local cloud did.
  }
}

/** The local cloud and a worker for each function, at least. Only Linux lists them. */
function processesOf(cloud: LocalCloudProcess): readonly number[] {
  const processes = cloud.processes();
  if (process.platform === 'linux') expect(processes.length).toBeGreaterThanOrEqual(3);
  return processes;
}

function isAlive(pid: number): boolean {
  try {
    // A zombie is dead.
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
