import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { patchedAssembly } from '../support/patched-assembly';
import { rehearse } from '../support/rehearsal';
import { withTheAddress } from '../support/with-the-address';

jest.setTimeout(180_000);

const rehearsal = rehearse();
const newFolder = temporaryFolder();
const fromNewAddress = { 'x-local-source-ip': '198.51.100.7' };

it('MostRefused: all of Vibes calls from a new address, somebody is woken, and lets it in', async () => {
  const cloud = rehearsal();
  const event = (id: number) => `{"event_id":"${id}","event_type":"person_added"}`;
  const burst = () =>
    Promise.all(Array.from({ length: 20 }, (_, id) => cloud.post('PlatformUrl', event(id), fromNewAddress)));
  await until(async () => {
    expect((await burst()).map(({ status }) => status)).toEqual(Array(20).fill(403));
    return cloud.isIn('ALARM', 'MostRefused');
  });
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toContain('RUNBOOK.md#mostrefused');

  await cloud.control('POST', 'deploy', { assembly: await patchedAssembly(withTheAddress, newFolder()) });
  await until(async () => (await burst()).every(({ status }) => status === 200));
  await cloud.drained();

  await cloud.ends('MostRefused', 'CallerRefused', 'CallbacksAtRisk');
  expect(cloud.events()).toHaveLength(20);
});
