import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeSettings } from '../../../../lib/write-settings';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { patchedAssembly } from '../support/patched-assembly';
import { rehearse } from '../support/rehearsal';
import { withTheAddress } from '../support/with-the-address';

jest.setTimeout(180_000);

const projectDirectory = resolve(__dirname, '..', '..', '..', '..');
const newFolder = temporaryFolder();
const accessLogs = { accessLogs: 'true' };
const rehearsal = rehearse({
  more: async (folder) => ['--assembly', await patchedAssembly(() => undefined, folder, accessLogs)],
});
const fromNewAddress = { 'x-local-source-ip': '198.51.100.7' };

it('CallerRefused: Vibes calls from a new address, is let in by a setting and a deployment, and nothing is lost', async () => {
  const cloud = rehearsal();
  const personAdded = () => cloud.post('PlatformUrl', '{"event_id":"one","event_type":"person_added"}', fromNewAddress);
  expect((await personAdded()).status).toBe(403);
  await cloud.fires('CallerRefused');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'look']);
  expect(found.err).toContain('RUNBOOK.md#callerrefused');

  const directory = newFolder();
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(projectDirectory, 'cdk.json'), join(directory, 'cdk.json'));
  const settings = join(directory, 'settings.json');
  writeSettings(settings, ['extraAddresses=198.51.100.7']);
  const checked = async (wanted: string) => {
    const { out } = await cloud.say(['doctor', '--json'], { directory });
    return JSON.parse(out).checks.find(({ name }: { name: string }) => name === wanted);
  };
  await until(async () => (await checked('refused callers')).status === 'warn');
  expect((await checked('refused callers')).detail).toMatch(/^403 in the last hour: 198\.51\.100\.7 \(1 times, last /);
  expect(await checked('addresses')).toMatchObject({ status: 'fail', detail: 'not allowed: 198.51.100.7/32' });
  await cloud.control('POST', 'deploy', { assembly: await patchedAssembly(withTheAddress, newFolder(), accessLogs) });
  expect(await checked('addresses')).toMatchObject({ status: 'ok' });
  await until(async () => (await personAdded()).status === 200);
  await cloud.drained();

  await cloud.ends('CallerRefused');
  const { out } = await cloud.say(['tail', '--since', '10m', '--no-follow']);
  expect(out).toContain('Platform Event');
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.events()).toHaveLength(1);
});
