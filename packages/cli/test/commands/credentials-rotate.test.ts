import { credentialsRotate } from '../../src/commands/credentials-rotate';
import type { OpsContext } from '../../src/frame/context';
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
  expect(notes.join('\n')).toContain('Cannot tell from CloudWatch');
  expect(notes.join('\n')).toContain('Give it to Vibes.');
});

test('where wrong passwords come in the wait is advised, and otherwise none', async () => {
  const wrong = given({ MetricDataResults: [{ Id: 'm0', Timestamps: [new Date(0)], Values: [1] }] });
  expect(await rotate(wrong.context)).toMatchObject(rotated);
  expect(wrong.notes.join('\n')).toContain('Wrong passwords are coming in');
  const quiet = given({});
  expect(await rotate(quiet.context)).toMatchObject(rotated);
  expect(quiet.notes.join('\n')).not.toContain('half a minute');
});

describe('a rotation that would drop what Vibes may have is refused', () => {
  const nowMs = 3_600_000;
  const Versions = [
    { VersionId: 'two', VersionStages: ['AWSCURRENT'] },
    { VersionId: 'one', VersionStages: ['AWSPREVIOUS'] },
  ];
  /** The password before the current one was used so long ago; the current one never. */
  const refusedAfter = async (secondsAgo: number) => {
    const used = [{ Id: 'm0', Timestamps: [new Date(nowMs - secondsAgo * 1_000)], Values: [1] }];
    const GetMetricData = ({ MetricDataQueries }: Readonly<Record<string, unknown>>) =>
      JSON.stringify(MetricDataQueries).includes('"one"') ? { MetricDataResults: used } : {};
    const secret = { VersionId: 'two', SecretString: '{"username":"vibes","password":"new"}' };
    const answers = { ListSecretVersionIds: [{ Versions }], GetSecretValue: [secret], GetMetricData };
    const { context, notes } = givenOps({ outputs, nowMs, answers });
    expect(await rotate(context)).toMatchObject({ code: 1, json: { rotated: false } });
    return notes.join('\n');
  };

  test('while it is in use: it says so', async () => {
    expect(await refusedAfter(30)).toMatch(/still uses the previous password .*--force/);
  });

  test('when the current one has not been used since: says so, and names retire', async () => {
    const why = await refusedAfter(960);
    expect(why).toMatch(/The previous password was last used 16 min ago.*"credentials retire --force" first/);
    expect(why).not.toContain('still uses');
  });
});
