import { until } from '../../../../test/support/until';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('IngestThrottled: Vibes is answered 5XX while no concurrency is left, and what it sends again is published once', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'ingest', mode: 'throttle' });
  expect((await cloud.postMo(moMessage('one'))).status).toBeGreaterThanOrEqual(500);
  await cloud.fires('IngestThrottled');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.refused.lastHour).toEqual({ IngestThrottled: expect.any(Number) });
  expect(found.err).toContain('RUNBOOK.md#ingestthrottled');
  const doctor = await cloud.ops('doctor');
  expect(doctor.json.checks).toContainEqual(
    expect.objectContaining({
      name: 'concurrency',
      detail: expect.stringMatching(/\d+ of \d+ concurrent executions are unreserved/),
    }),
  );

  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('IngestThrottled', 'CallbacksAtRisk');
  expect((await cloud.ops('smoke')).json.ok).toBe(true);
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});
