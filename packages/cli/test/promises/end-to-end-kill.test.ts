import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

jest.setTimeout(180_000);

const newFolder = temporaryFolder();
/** Elsewhere the system does not tell a process's children. */
const itOnLinux = process.platform === 'linux' ? it : it.skip;

// What a kill -9 leaves is shown by durability.test.ts and, under load, by the conformance suite (`everything-dies-under-load`).
describe('the end of the local cloud', () => {
  itOnLinux('leaves no process behind when its launcher is killed', async () => {
    const cloud = await startLocalCloud({ dataDir: join(newFolder(), 'data') });
    const processes = processesOf(cloud);
    await cloud.stop('SIGKILL');
    await until(() => processes.every((pid) => !isAlive(pid)));
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'answers what it was working on, ends with 0 and leaves no process after %s',
    async (signal) => {
      const cloud = await startLocalCloud({ dataDir: join(newFolder(), 'data') });
      const processes = processesOf(cloud);
      await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'slow', delayMs: 200 });
      const answer = fetch(cloud.outputs.SmsReceiptUrl ?? '', { method: 'POST', body: receipt('slow') });
      await until(async () => Object.values((await cloud.state()).functions).some(({ busy }) => busy > 0));
      expect(await cloud.stop(signal)).toBe(0);
      // The function's own answers: the second is that of a machine so slow that its time ran out.
      expect([200, 503]).toContain((await answer).status);
      await until(() => processes.every((pid) => !isAlive(pid)));
    },
  );
});

/** The local cloud and a worker for each function, at least. Elsewhere than on Linux the system does not tell. */
function processesOf(cloud: LocalCloudProcess): readonly number[] {
  const processes = cloud.processes();
  if (process.platform === 'linux') expect(processes.length).toBeGreaterThanOrEqual(3);
  return processes;
}

function receipt(messageId: string): string {
  return `<mtMessageResponse messageId="${messageId}" receiptDate="2024-05-06T07:08:09.123-05:00"><type>Carrier</type><status isError="false"><description>ok</description></status></mtMessageResponse>`;
}

function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/status`)) return false;
  // One that nobody waited for yet is dead all the same.
  return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}
