import { until } from '../../../../test/support/until';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('OverflowUsed: what the queue refused comes by the bucket, is published once, and nothing is left there', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error' });
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.fires('OverflowUsed');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#overflowused');

  await cloud.control('DELETE', 'faults');
  expect((await cloud.ops('overflow', 'requeue', '--all', '--yes')).code).toBe(0);
  await cloud.drained();

  await cloud.ends('OverflowUsed');
  expect((await cloud.ops('overflow', 'list')).json.count).toBe(0);
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  expect(cloud.published()).toEqual(['one']);
});
