import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { until } from '../../../../test/support/until';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

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
  for (const part of ['callbacksatrisk', 'deadletters', 'storefailed'])
    expect(found.err).toContain(`RUNBOOK.md#${part}`);

  // As their own parts say.
  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.postMo(moMessage('refused'))).status === 200);
  await cloud.ends('StoreFailed');
  expect(await cloud.isIn('ALARM', 'CallbacksAtRisk')).toBe(true);
  expect((await cloud.ops('dead', 'redrive', '--all', '--yes')).json.moved).toBe(1);
  await cloud.drained();

  await cloud.ends('CallbacksAtRisk', 'DeadLetters', 'StoreFailed');
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect([...cloud.published()].sort()).toEqual(['dead', 'refused']);
});
