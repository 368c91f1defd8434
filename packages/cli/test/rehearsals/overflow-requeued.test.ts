import { until } from '../../../../test/support/until';
import { loseNotification } from '../support/lost-notification';
import { rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('OverflowRequeued: what nobody told the queue of is found by the daily sweep, and published once', async () => {
  const cloud = rehearsal();
  await loseNotification(cloud, 'one');
  expect((await cloud.ops('overflow', 'list')).json.count).toBeGreaterThan(0);
  expect(cloud.published()).toEqual([]);
  // For the sweep two hours have passed.
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'Sweep', mode: 'skew', skewMs: 2 * 3_600_000 });
  await cloud.control('POST', 'schedules');
  await cloud.fires('OverflowRequeued');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#overflowrequeued');
  await cloud.drained();

  await cloud.ends('OverflowRequeued');
  await until(async () => (await cloud.ops('overflow', 'list')).json.count === 0);
  expect((await cloud.ops('dead', 'list')).json.count).toBe(0);
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published()).toEqual(['one']);
});
