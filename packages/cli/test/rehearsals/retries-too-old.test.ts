import { until } from '../../../../test/support/until';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('RetriesTooOld: the consumer reads the retry queue again, and what failed twice is published once', async () => {
  const cloud = rehearsal();
  await cloud.switchConsumer(false, 'RetryQueueUrl');
  await cloud.control('POST', 'faults', { service: 'dynamodb', mode: 'error' });
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await until(async () => (await cloud.state()).retryQueue.visible === 1);
  await cloud.control('DELETE', 'faults');
  await cloud.fires('RetriesTooOld');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict, found.json.waiting.count]).toEqual([1, 'act', 1]);
  expect(found.err).toContain('RUNBOOK.md#retriestooold');

  const doctor = await cloud.ops('doctor');
  const sources = doctor.json.checks.find(({ name }: { name: string }) => name === 'event sources');
  expect(sources).toMatchObject({ status: 'fail', detail: expect.stringContaining('1 of its queues') });
  expect(sources.fix).toMatch(/^aws lambda update-event-source-mapping --enabled --uuid \S+$/);
  await cloud.switchConsumer(true, 'RetryQueueUrl');
  await cloud.drained();

  await cloud.ends('RetriesTooOld', 'CallbacksAtRisk');
  expect((await cloud.ops('dead', 'list')).json.count).toBe(0);
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published()).toEqual(['one']);
});
