import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { until } from '../../../../test/support/until';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { functionLines, lastWords } from '../support/function-lines';
import { type EditableTemplate, resourcesOf } from '../support/patched-assembly';
import { moMessage, rehearse } from '../support/rehearsal';

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

it('IngestDown: a gateway that may not call the function answers all with 5XX, until the version before is deployed', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(withoutPermissions);
  expect((await cloud.postMo(moMessage('one'))).status).toBeGreaterThanOrEqual(500);
  await cloud.fires('IngestDown');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.refused.lastHour).toEqual({ GatewayErrors: expect.any(Number) });
  expect(found.err).toContain('RUNBOOK.md#ingestdown');
  const ringing = found.json.alarms.map(({ name }: { name: string }) => name.replace('VibesCallbacks-', '')).sort();
  expect(ringing).toEqual(['CallbacksAtRisk', 'GatewayErrors', 'IngestDown']);
  expect((await cloud.ops('smoke')).json.ok).toBe(false);

  await cloud.deploy();
  await until(async () => (await cloud.ops('smoke')).json.ok);
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('IngestDown', 'GatewayErrors', 'CallbacksAtRisk');
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});

it('IngestErrors: after a deployment of a broken ingest the version before is deployed, and Vibes’ next attempt stored', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(withoutItsQueue);
  await until(async () => (await cloud.postMo(moMessage('one'))).status >= 500);
  await cloud.fires('IngestErrors');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.refused.lastHour.IngestErrors).toBeGreaterThan(0);
  expect(found.err).toContain('RUNBOOK.md#ingesterrors');
  expect((await cloud.ops('smoke')).json.ok).toBe(false);
  const words = await functionLines(cloud, 'IngestLogGroupName', lastWords);
  expect(words.join('\n')).toContain('missing environment variables');

  await cloud.deploy();
  await until(async () => (await cloud.ops('smoke')).json.ok);
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('IngestErrors', 'CallbacksAtRisk');
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});

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

it('CallbacksAtRisk: fires with the first that is lost if nobody acts, names each, and ends with the last', async () => {
  const cloud = rehearsal();
  const parts = { requestId: 'request-dead', path: '/sms/mo', proof: 'basic:current' } as const;
  await cloud.send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: moMessage('dead'), ...parts })));
  await cloud.fires('CallbacksAtRisk');
  for (const service of ['sqs', 's3']) await cloud.control('POST', 'faults', { service, mode: 'error' });
  await until(async () => (await cloud.postMo(moMessage('refused'))).status === 503);
  await cloud.fires('StoreFailed');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  // The alarms behind CallbacksAtRisk stand for it.
  for (const part of ['deadletters', 'storefailed']) expect(found.err).toContain(`RUNBOOK.md#${part}`);

  // As their own parts say.
  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.postMo(moMessage('refused'))).status === 200);
  await cloud.ends('StoreFailed');
  expect(cloud.isIn('ALARM', 'CallbacksAtRisk')).toBe(true);
  expect((await cloud.ops('dead', 'redrive', '--all', '--yes')).json.moved).toBe(1);
  await cloud.drained();

  await cloud.ends('CallbacksAtRisk', 'DeadLetters', 'StoreFailed');
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect([...cloud.published()].sort()).toEqual(['dead', 'refused']);
});

function withoutPermissions(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Permission')) {
    const isOfIngest = JSON.stringify(Properties.FunctionName).includes('Ingest');
    if (isOfIngest && Properties.Principal === 'apigateway.amazonaws.com') delete template.Resources[id];
  }
}

function withoutItsQueue(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
    const { Variables } = (Properties.Environment ?? {}) as { readonly Variables?: Record<string, unknown> };
    if (id.includes('IngestService')) delete Variables?.QUEUE_URL;
  }
}
