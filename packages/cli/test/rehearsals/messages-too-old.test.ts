import { until } from '../../../../test/support/until';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('MessagesTooOld: a consumer that was switched off is switched on again, and works off what waits', async () => {
  const cloud = rehearsal();
  await cloud.switchConsumer(false);
  for (const id of ['one', 'two']) await until(async () => (await cloud.postMo(moMessage(id))).status === 200);
  await cloud.fires('MessagesTooOld');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.waiting.count).toBeGreaterThanOrEqual(2);
  expect(found.err).toMatch(/"npm run ops -- doctor --local .*" says whether the consumer is on/);

  const doctor = await cloud.ops('doctor');
  const sources = doctor.json.checks.find(({ name }: { name: string }) => name === 'event sources');
  expect([sources.status, sources.fix]).toEqual([
    'fail',
    expect.stringMatching(/^aws lambda update-event-source-mapping --enabled --uuid \S+/),
  ]);
  await cloud.switchConsumer(true);
  await cloud.drained();

  await cloud.ends('MessagesTooOld', 'CallbacksAtRisk');
  await until(async () => (await cloud.ops('status')).code === 0);
  expect([...new Set(cloud.published())].sort()).toEqual(['one', 'two']);
  expect(cloud.published()).toHaveLength(2);
});
