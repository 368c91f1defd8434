import { until } from '../../../../test/support/until';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('StoreFailed: Vibes is answered 503 until a store takes it again, and what it sends again is published once', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error' });
  await cloud.control('POST', 'faults', { service: 's3', action: 'PutObject', mode: 'error' });
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 503);
  await cloud.fires('StoreFailed');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(Object.keys(found.json.refused.causes)).toContainEqual(expect.stringMatching(/^StoreFailed: \w/));
  expect(found.err).toContain('RUNBOOK.md#storefailed');
  expect((await cloud.ops('smoke')).json.ok).toBe(false);

  await cloud.control('DELETE', 'faults');
  expect((await cloud.ops('smoke')).json.ok).toBe(true);
  expect((await cloud.postMo(moMessage('one'))).status).toBe(200);
  await cloud.drained();

  await cloud.ends('StoreFailed', 'CallbacksAtRisk');
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});
