import { credentialsRotate } from '../../ops/credentials-rotate';
import type { OpsContext } from '../../ops/frame/context';
import { awsFailure, givenOps } from '../support/ops-context';

const outputs = { MoSecretArn: 'arn:mo' };

/** The last question to CloudWatch is asked when the password is rotated already. */
function given(last: unknown) {
  return givenOps({
    outputs,
    answers: {
      ListSecretVersionIds: [{ Versions: [{ VersionId: 'one', VersionStages: ['AWSCURRENT'] }] }],
      GetSecretValue: [{ VersionId: 'one', SecretString: '{"username":"vibes","password":"old"}' }],
      GetRandomPassword: [{ RandomPassword: 'new' }],
      PutSecretValue: [{ VersionId: 'two' }],
      GetMetricData: [{}, {}, last],
    },
  });
}

async function rotate(context: OpsContext) {
  const answers: unknown[] = [];
  const command = credentialsRotate.toCommander(async (_, execute) => void answers.push(await execute(context)));
  await command.parseAsync(['--yes'], { from: 'user' });
  return answers[0];
}

const rotated = { code: 0, json: { rotated: true, versionId: 'two', username: 'vibes' } };

test('where CloudWatch fails after the change, it is rotated all the same, and the wait is advised', async () => {
  const { context, notes } = given(awsFailure('ThrottlingException'));
  expect(await rotate(context)).toMatchObject(rotated);
  expect(notes.join('\n')).toContain('CloudWatch did not say');
  expect(notes.join('\n')).toContain('Tell Vibes.');
});

test('where wrong passwords come in the wait is advised, and otherwise none', async () => {
  const wrong = given({ MetricDataResults: [{ Id: 'm0', Timestamps: [new Date(0)], Values: [1] }] });
  expect(await rotate(wrong.context)).toMatchObject(rotated);
  expect(wrong.notes.join('\n')).toContain('Wrong passwords come in');
  const quiet = given({});
  expect(await rotate(quiet.context)).toMatchObject(rotated);
  expect(quiet.notes.join('\n')).not.toContain('half a minute');
});
