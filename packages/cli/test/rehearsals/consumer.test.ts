import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { until } from '../../../../test/support/until';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { functionLines, lastWords } from '../support/function-lines';
import { type EditableTemplate, resourcesOf } from '../support/patched-assembly';
import { moMessage, rehearse } from '../support/rehearsal';

const rehearsal = rehearse();

it('ConsumerErrors: the batch of a consumer that died comes back, and each of its callbacks is published once', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'consumer', mode: 'crash', count: 1 });
  for (const id of ['one', 'two']) await until(async () => (await cloud.postMo(moMessage(id))).status === 200);
  await cloud.fires('ConsumerErrors');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#consumererrors');
  const words = await functionLines(cloud, 'ConsumerLogGroupName', lastWords);
  expect(words.join('\n')).toContain('Runtime.ExitError');

  await cloud.drained();
  expect((await cloud.ops('dead', 'list')).json.count).toBe(0);

  await cloud.ends('ConsumerErrors');
  expect((await cloud.ops('smoke')).json.ok).toBe(true);
  await cloud.quiet();
  expect(cloud.published().filter((id) => id !== undefined)).toEqual(expect.arrayContaining(['one', 'two']));
  expect(cloud.published().filter((id) => id === 'one' || id === 'two')).toHaveLength(2);
});

it('RecordFailed: a callback that the ledger refuses goes back to its queue, and is published once when it works again', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'dynamodb', mode: 'error' });
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.fires('RecordFailed');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#recordfailed');

  const [line = ''] = await functionLines(cloud, 'ConsumerLogGroupName', '{ $.code = "RecordFailed" }');
  const { step, cause, requestId } = JSON.parse(line);
  expect([step, cause]).toEqual(['claim', expect.stringMatching(/\w/)]);
  expect((await cloud.ops('find', requestId)).json.callbacks).toMatchObject([
    { state: expect.stringMatching(/^(waiting|claimed|dead)$/) },
  ]);
  await cloud.control('DELETE', 'faults');
  await cloud.redriven();

  await cloud.ends('RecordFailed');
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  await cloud.quiet();
  expect(cloud.published()).toEqual(['one']);
});

it('MessagesTooOld: a consumer is switched on again, and publishes what waits before SQS deletes it', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(withMinutesForHours);
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
  await cloud.fires('CallbacksExpiring');
  await cloud.switchConsumer(true);
  await cloud.drained();

  await cloud.ends('MessagesTooOld', 'CallbacksExpiring', 'CallbacksAtRisk');
  await cloud.quiet();
  expect([...new Set(cloud.published())].sort()).toEqual(['one', 'two']);
  expect(cloud.published()).toHaveLength(2);
});

it('RetriesTooOld: the consumer reads the retry queue again, and a callback that failed twice is published once', async () => {
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
  await cloud.quiet();
  expect(cloud.published()).toEqual(['one']);
});

it('DeadLetters: callbacks that the consumer gave up on are redriven, and published once', async () => {
  const cloud = rehearsal();
  // As SQS moves it there after the fifth failure, seven minutes later.
  const sendDead = (id: string) => {
    const parts = { requestId: `request-${id}`, path: '/sms/mo', proof: 'basic:current' } as const;
    return cloud.send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: moMessage(id), ...parts })));
  };
  await sendDead('one');
  await cloud.fires('DeadLetters');
  await cloud.fires('CallbacksAtRisk');
  expect(cloud.isIn('ALARM', 'DeadLettersGrow')).toBe(false);
  // Neither alarm reports a second one, but the alarm on their number does.
  await sendDead('two');
  await cloud.fires('DeadLettersGrow');
  await cloud.ends('DeadLettersGrow');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict, found.json.dead.count]).toEqual([1, 'act', 2]);
  expect(found.err).toContain('dead redrive --all');

  expect((await cloud.ops('dead', 'list')).json.count).toBe(2);
  expect((await cloud.ops('dead', 'redrive', '--all', '--yes')).json).toEqual({ moved: 2, left: 0, failed: [] });
  await cloud.drained();

  await cloud.ends('DeadLetters', 'CallbacksAtRisk');
  expect((await cloud.ops('dead', 'list')).json.count).toBe(0);
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  await cloud.quiet();
  expect([...cloud.published()].sort()).toEqual(['one', 'two']);
});

it('DeadLetters: a callback that kills the consumer five times becomes one, with the cause that Lambda logged', async () => {
  const cloud = rehearsal();
  // Before it claims the callback: a claim would outlive the consumer.
  await cloud.control('POST', 'faults', { service: 'dynamodb', mode: 'crash-before' });
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await until(async () => (await cloud.state()).deadLetterQueue.visible === 1);
  const [letter] = (await cloud.ops('dead', 'list')).json.messages;
  expect(letter).toMatchObject({ step: 'invocation', cause: 'crashed', envelope: true });
  const found = (await cloud.ops('find', letter.messageId)).json.callbacks;
  expect(found).toMatchObject([{ state: 'dead', cause: 'invocation: crashed' }]);
});

it('DeadLettersExpiring: SQS is about to delete dead letters, and a redrive ends the alarm', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(withMinutesForHours);
  const parts = { requestId: 'request-dead', path: '/sms/mo', proof: 'basic:current' } as const;
  await cloud.send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: moMessage('dead'), ...parts })));
  await cloud.fires('DeadLetters');
  expect(cloud.isIn('ALARM', 'DeadLettersExpiring')).toBe(false);
  await cloud.pass(12);
  expect(cloud.isIn('ALARM', 'DeadLettersExpiring')).toBe(true);
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toContain('RUNBOOK.md#expiring');

  expect((await cloud.ops('dead', 'redrive', '--all', '--yes')).json.moved).toBe(1);
  await cloud.drained();
  await cloud.ends('DeadLettersExpiring', 'DeadLetters', 'CallbacksAtRisk');
  expect(cloud.published()).toEqual(['dead']);
});

/** Four days become minutes: `test/lib/callback-queue.test.ts` shows the number of days. */
function withMinutesForHours(template: EditableTemplate): void {
  for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
    if (Properties.Period === 3600) Object.assign(Properties, { Period: 60, EvaluationPeriods: 12 });
    if (String(Properties.AlarmName).endsWith('CallbacksExpiring')) Properties.Threshold = 180;
  }
}
