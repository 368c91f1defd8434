import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { type EditableTemplate, patchedAssembly, resourcesOf } from '../support/patched-assembly';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();
const newFolder = temporaryFolder();

it('Expiring: dead letters that nobody moves back are told of before SQS deletes them, and a redrive ends it', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'deploy', { assembly: await patchedAssembly(withMinutesForHours, newFolder()) });
  const parts = { requestId: 'request-dead', path: '/sms/mo', proof: 'basic:current' } as const;
  await cloud.send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: moMessage('dead'), ...parts })));
  await cloud.fires('DeadLetters');
  expect(await cloud.isIn('ALARM', 'DeadLettersExpiring')).toBe(false);
  await until(() => cloud.isIn('ALARM', 'DeadLettersExpiring'));
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toContain('RUNBOOK.md#expiring');

  expect((await cloud.ops('dead', 'redrive', '--all', '--yes')).json.moved).toBe(1);
  await cloud.drained();
  await cloud.ends('DeadLettersExpiring', 'DeadLetters', 'CallbacksAtRisk');
  expect(cloud.published()).toEqual(['dead']);
});

it('Expiring: callbacks that nobody takes are told of while there is time', async () => {
  const cloud = rehearsal();
  await cloud.switchConsumer(false);
  await until(async () => (await cloud.postMo(moMessage('waits'))).status === 200);
  await until(() => cloud.isIn('ALARM', 'CallbacksExpiring'));
  await until(() => cloud.isIn('ALARM', 'MessagesTooOld'));

  await cloud.switchConsumer(true);
  await cloud.drained();
  await cloud.ends('CallbacksExpiring', 'CallbacksAtRisk');
  expect(cloud.published()).toContain('waits');
});

/** What takes four days, in minutes: `test/lib/callback-queue.test.ts` shows how many days they are. */
function withMinutesForHours(template: EditableTemplate): void {
  for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
    if (Properties.Period === 3600) Object.assign(Properties, { Period: 60, EvaluationPeriods: 12 });
    if (String(Properties.AlarmName).endsWith('CallbacksExpiring')) Properties.Threshold = 180;
  }
}
