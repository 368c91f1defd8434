import { until } from '../../../../test/support/until';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('GatewayErrors: what was answered too late comes again, and is published once', async () => {
  const cloud = rehearsal();
  // Past the gateway's timeout: stored, but Vibes does not know.
  const late = { service: 'lambda', function: 'ingest', mode: 'slow', delayMs: 3000, count: 1 };
  await cloud.control('POST', 'faults', late);
  expect((await cloud.postMo(moMessage('one'))).status).toBeGreaterThanOrEqual(500);
  await cloud.fires('GatewayErrors');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.refused.lastHour).toEqual({ GatewayErrors: 1 });
  expect(found.err).toContain('RUNBOOK.md#gatewayerrors');

  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await until(() => cloud.published().includes('one'));
  await cloud.drained();

  await cloud.ends('GatewayErrors', 'IngestDown', 'CallbacksAtRisk');
  expect((await cloud.ops('smoke')).json.ok).toBe(true);
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});
