import { sentRows } from '../../../../lambda/reader/families';
import { doctor } from '../../src/commands/doctor';
import type { Answer } from '../../src/frame/command';
import { awsFailure, givenOps, type OpsAnswers } from '../support/ops-context';

const outputNames = [
  ...sentRows.map(({ url }) => url.output),
  ...['EndpointUrl', 'CallbackQueueUrl', 'RetryQueueUrl', 'DeadLetterQueueUrl', 'LedgerTableName', 'BucketName'],
  ...['EventBusName', 'EventArchiveArn', 'MoSecretArn', 'AlarmTopicArn', 'IngestLogGroupName', 'ConsumerLogGroupName'],
  ...['IngestFunctionName', 'ConsumerFunctionName', 'RestApiId', 'MoResourceId'],
];
const outputs = Object.fromEntries(outputNames.map((name) => [name, `of ${name}`]));

/** What it says of a stack of which AWS tells this and no more. */
async function examined(answers: OpsAnswers, words: readonly string[] = []) {
  const { context, notes } = givenOps({ outputs, answers });
  let answer: Answer | undefined;
  const command = doctor.toCommander(async (_options, execute) => {
    answer = await execute(context);
  });
  await command.parseAsync([...words], { from: 'user' });
  if (answer === undefined) throw new Error('it was not run');
  const json = answer.json as { readonly healthy: boolean; readonly checks: readonly Record<string, string>[] };
  return { code: answer.code, ...json, text: answer.text(), notes };
}

const denied = () => {
  throw awsFailure('AccessDenied', 'not authorized to perform: sns:ListSubscriptionsByTopic');
};

test('what cannot be checked is unknown, stops no other check, and is not a problem', async () => {
  const { code, healthy, checks } = await examined({ ListSubscriptionsByTopic: denied });
  expect([code, healthy]).toEqual([0, true]);
  expect(checks.map(({ name }) => name)).toEqual([
    'credentials',
    'deployment',
    'outputs',
    'alarm mail',
    'alarms',
    'functions',
    'event sources',
    'MO secret',
    'RBM secret',
    'identity key',
    'addresses',
    'refused callers',
    'subscriptions',
    'outcomes',
    'temporary rules',
    'certificate',
    'concurrency',
    'settings',
    'drift',
  ]);
  const mail = checks.find(({ name }) => name === 'alarm mail');
  expect(mail).toMatchObject({ status: 'unknown', detail: expect.stringContaining('sns:ListSubscriptionsByTopic') });
});

test('what is wrong ends with 1, and is said with what to do', async () => {
  const { code, healthy, checks, notes } = await examined({ ListSubscriptionsByTopic: () => ({ Subscriptions: [] }) });
  expect([code, healthy]).toEqual([1, false]);
  const failed = checks.filter(({ status }) => status === 'fail');
  expect(failed).toMatchObject([{ name: 'alarm mail', fix: expect.stringContaining('alarmEmail') }]);
  expect(notes).toContain(`alarm mail: ${failed[0]?.fix}`);
});

test('an option of the Vibes API without the password is not passed over in silence', async () => {
  const { checks } = await examined({ ListSubscriptionsByTopic: denied }, ['--company', 'A', '--user', 'B']);
  expect(checks.at(-1)).toMatchObject({
    ...{ name: 'registrations', status: 'unknown' },
    detail: expect.stringContaining('VIBES_API_PASSWORD'),
  });
});

test('for a person it is a line a check', async () => {
  const { text, checks } = await examined({ ListSubscriptionsByTopic: denied });
  const lines = text.split('\n');
  expect(lines).toHaveLength(checks.length);
  expect(lines[3]).toMatch(/^unknown {2}alarm mail +\S/);
});

test('a rule that a command left behind is named, with the line that removes it', async () => {
  const name = `vibes-temporary-listen-${'a'.repeat(16)}`;
  const { checks, code } = await examined({
    ListSubscriptionsByTopic: denied,
    ListRules: () => ({ Rules: [{ Name: name, Arn: `arn:${name}` }] }),
    ListQueues: () => ({ QueueUrls: [] }),
  });
  expect(code).toBe(0);
  expect(checks.find((check) => check.name === 'temporary rules')).toEqual({
    name: 'temporary rules',
    status: 'warn',
    detail: `1 rule or queue gets copies of the events: ${name} (left behind)`,
    fix: 'if none of them runs any more: listen --clean',
  });
});
