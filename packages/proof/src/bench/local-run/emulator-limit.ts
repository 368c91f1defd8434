import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { endWithThisProcess } from '@vibes-callbacks/local-cloud/process';
import { temporaryFolder } from '../../support/temporary-folder';
import type { BenchCallback } from './callbacks';
import { claim, complete, createTable, deleteMessages, receiveMessages, sendMessage } from './emulator-calls';
import { openRawConnection, type RawAnswer, type RawConnection } from './raw-connection';
import { sendAll } from './send-load';

type Ports = Readonly<Record<'sqs' | 'dynamodb', number>>;

/** As the local run has them: what sends, and batches at a time. */
const senders = 16;
const receivers = 4;

/** The emulators alone in a process of their own, as the local cloud has them in its; and nothing but the calls of the local run. */
export async function startEmulators() {
  const data = temporaryFolder('bench-emulators-');
  const child = startProcess(data.path);
  const ports = await portsOf(child);
  await withConnections(ports.dynamodb, 1, async (dynamodb) => ok(await first(dynamodb).request(createTable())));
  const queueUrl = `http://127.0.0.1:${ports.sqs}/000000000000/limit`;
  return {
    pid: child.pid ?? 0,
    /** Sends all and carries all through. */
    async runThrough(
      callbacks: readonly BenchCallback[],
    ): Promise<{ readonly seconds: number; readonly calls: number }> {
      const requests = callbacks.map((callback) => sendMessage(queueUrl, callback));
      // Opened for each run: an idle connection is closed by the server after a while.
      return withConnections(ports.sqs, senders + receivers, (sqs) =>
        withConnections(ports.dynamodb, receivers * 10, (dynamodb) => carryThrough(requests, sqs, dynamodb, queueUrl)),
      );
    },
    async stop(): Promise<void> {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      await data.remove();
    },
  };
}

async function carryThrough(
  requests: readonly Buffer[],
  sqs: readonly RawConnection[],
  dynamodb: readonly RawConnection[],
  queueUrl: string,
) {
  const left = { toReceive: requests.length, calls: requests.length };
  const startedAt = performance.now();
  const receiving = Array.from({ length: receivers }, (_, index) =>
    consume(sqs[senders + index], dynamodb.slice(index * 10, index * 10 + 10), queueUrl, left),
  );
  await Promise.all([sendAll(sqs.slice(0, senders), requests, isOk), ...receiving]);
  return { seconds: (performance.now() - startedAt) / 1000, calls: left.calls };
}

/** A batch after the other, each carried through as the consumer does: claims side by side, then the completion. */
async function consume(
  sqs: RawConnection | undefined,
  dynamodb: readonly RawConnection[],
  queueUrl: string,
  left: { toReceive: number; calls: number },
): Promise<void> {
  if (sqs === undefined) return;
  const receive = receiveMessages(queueUrl);
  while (left.toReceive > 0) {
    const { Messages = [] } = JSON.parse(ok(await sqs.request(receive)).body.toString()) as Received;
    left.calls += 1;
    if (Messages.length === 0) continue;
    left.toReceive -= Messages.length;
    const ids = Messages.map(() => randomUUID());
    await sendAll(dynamodb, ids.map(claim), isOk);
    ok(await first(dynamodb).request(complete(ids)));
    const handles = Messages.map(({ ReceiptHandle }) => ReceiptHandle);
    ok(await sqs.request(deleteMessages(queueUrl, handles)));
    left.calls += Messages.length + 2;
  }
}

interface Received {
  readonly Messages?: readonly { readonly ReceiptHandle: string }[];
}

function startProcess(dataDir: string): ChildProcess {
  const script = join(__dirname, '..', 'peers', 'emulators.ts');
  const child = fork(script, [dataDir], { execArgv: ['--disable-warning=ExperimentalWarning', '--import', 'tsx'] });
  endWithThisProcess(child);
  return child;
}

async function portsOf(child: ChildProcess): Promise<Ports> {
  const [ports] = await once(child, 'message');
  return ports;
}

async function withConnections<T>(
  port: number,
  count: number,
  work: (connections: readonly RawConnection[]) => Promise<T>,
): Promise<T> {
  const connections = await Promise.all(Array.from({ length: count }, () => openRawConnection(port)));
  try {
    return await work(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

function first(connections: readonly RawConnection[]): RawConnection {
  const [connection] = connections;
  if (connection === undefined) throw new Error('no connection is open');
  return connection;
}

function isOk(answer: RawAnswer): boolean {
  return ok(answer).status === 200;
}

function ok(answer: RawAnswer): RawAnswer {
  if (answer.status !== 200) throw new Error(`an emulator answered ${answer.status}: ${answer.body}`);
  return answer;
}

export type Emulators = Awaited<ReturnType<typeof startEmulators>>;
