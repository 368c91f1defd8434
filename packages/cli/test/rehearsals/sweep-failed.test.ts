import { until } from '../../../../test/support/until';
import { loseNotification } from '../support/lost-notification';
import { rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('SweepFailed: what it should have found is found and queued again by hand, and published once', async () => {
  const cloud = rehearsal();
  await loseNotification(cloud, 'one');
  await cloud.control('POST', 'faults', { service: 's3', mode: 'error' });
  await cloud.control('POST', 'schedules');
  await cloud.fires('SweepFailed');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#sweepfailed');
  expect((await cloud.ops('overflow', 'list')).json.count).toBeGreaterThan(0);

  await cloud.control('DELETE', 'faults');
  expect((await cloud.ops('overflow', 'requeue', '--all', '--yes')).code).toBe(0);
  await cloud.drained();

  await cloud.ends('SweepFailed');
  await until(async () => (await cloud.ops('overflow', 'list')).json.count === 0);
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published()).toEqual(['one']);
});
