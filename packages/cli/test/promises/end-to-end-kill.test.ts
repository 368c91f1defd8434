import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { freePort } from '../../../proof/src/support/free-port';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

jest.setTimeout(180_000);

const newFolder = temporaryFolder();
/** Elsewhere the system does not tell a process's children. */
const itOnLinux = process.platform === 'linux' ? it : it.skip;

describe('the local cloud, killed and started again', () => {
  it('publishes each of 500 callbacks that it answered 200, with two kills among them', async () => {
    const settings = { dataDir: join(newFolder(), 'data'), port: await freePort() };
    let cloud = await startLocalCloud(settings);
    const url = cloud.outputs.SmsReceiptUrl ?? '';
    const accepted = new Map<string, string>();
    const posting = postAll(url, 500, accepted);
    for (const share of [150, 350]) {
      await until(() => accepted.size >= share);
      await killLocalCloud(cloud);
      cloud = await startLocalCloud(settings);
    }
    await posting;
    await until(async () => {
      // A batch that both kills met has been received twice: it goes on in the retry queue.
      const { queue, retryQueue } = await cloud.state();
      return [queue, retryQueue].every(({ visible, inFlight }) => visible + inFlight === 0);
    });

    expect(accepted.size).toBe(500);
    const published = new Set(cloud.events().map(({ detail }) => detail.data.messageId));
    expect([...accepted.keys()].filter((messageId) => !published.has(messageId))).toEqual([]);
    // A worker that died between publishing and saying so publishes again: under the same id.
    const ids = new Map(cloud.events().map(({ detail }) => [detail.data.messageId, detail.metadata.id]));
    for (const { detail } of cloud.events()) expect(detail.metadata.id).toBe(ids.get(detail.data.messageId));
    expect((await cloud.state()).deadLetterQueue.visible).toBe(0);
    await cloud.stop();
  });

  itOnLinux.each([
    ['the launcher', 'SIGKILL'],
    ['the launcher', 'SIGINT'],
    ['the launcher', 'SIGTERM'],
  ] as const)('leaves no process behind after %s got %s', async (_, signal) => {
    const cloud = await startLocalCloud({ dataDir: join(newFolder(), 'data') });
    const processes = cloud.processes();
    // The local cloud and a worker for each function, at least.
    expect(processes.length).toBeGreaterThanOrEqual(3);
    await cloud.stop(signal);
    await until(() => processes.every((pid) => !isAlive(pid)));
  });

  it('ends with 0 when it is told to stop', async () => {
    const cloud = await startLocalCloud({ dataDir: join(newFolder(), 'data') });
    expect(await cloud.stop('SIGINT')).toBe(0);
  });

  it('answers what it was working on before it stops', async () => {
    const cloud = await startLocalCloud({ dataDir: join(newFolder(), 'data') });
    await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'slow', delayMs: 200 });
    const answer = fetch(cloud.outputs.SmsReceiptUrl ?? '', { method: 'POST', body: receipt('slow') });
    await until(async () => Object.values((await cloud.state()).functions).some(({ busy }) => busy > 0));
    await cloud.stop('SIGINT');
    expect((await answer).status).toBe(200);
  });
});

/** kill -9 of everything but the workers, which have to notice by themselves. */
async function killLocalCloud(cloud: LocalCloudProcess): Promise<void> {
  const [child] = cloud.processes();
  if (child !== undefined) process.kill(child, 'SIGKILL');
  await cloud.stop('SIGKILL');
}

/** Twenty at a time, as Vibes would: what is not answered 200 is sent again. */
async function postAll(url: string, count: number, accepted: Map<string, string>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) {
      const messageId = `message-${index}`;
      while (!accepted.has(messageId)) await post(url, messageId, accepted);
    }
  };
  await Promise.all(Array.from({ length: 20 }, lane));
}

async function post(url: string, messageId: string, accepted: Map<string, string>): Promise<void> {
  try {
    const response = await fetch(url, { method: 'POST', body: receipt(messageId) });
    if (response.status === 200) accepted.set(messageId, response.headers.get('x-amzn-requestid') ?? '');
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function receipt(messageId: string): string {
  return `<mtMessageResponse messageId="${messageId}" receiptDate="2024-05-06T07:08:09.123-05:00"><type>Carrier</type><status isError="false"><description>ok</description></status></mtMessageResponse>`;
}

function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/status`)) return false;
  // One that nobody waited for yet is dead all the same.
  return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}
