import { status } from '../../src/commands/status';
import type { Answer } from '../../src/frame/command';
import { awsFailure, givenOps, type OpsAnswers } from '../support/ops-context';

const nowMs = Date.parse('2026-05-06T07:10:00Z');
const queue = (name: string) => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
const outputs = {
  ...{ CallbackQueueUrl: queue('callbacks'), RetryQueueUrl: queue('retry'), DeadLetterQueueUrl: queue('dead') },
  ...{ IngestLogGroupName: '/ingest', ConsumerLogGroupName: '/consumer', OutcomesLogGroupName: '/outcomes' },
  ...{ IngestFunctionName: 'ingest', OutcomesFunctionName: 'outcomes', OutcomesQueueUrl: queue('outcomes') },
  ...{ OutcomesTableName: 'outcomes', LedgerTableName: 'ledger', BucketName: 'bucket', ApiStageName: 'callbacks' },
  MoAuthorizerFunctionName: 'challenge',
  RedeliveryBusName: 'again',
};
const none = { Attributes: {} };
const two = { Attributes: { ApproximateNumberOfMessages: '2' } };
const dead = { Body: JSON.stringify({ receivedAt: '2026-05-06T07:00:00Z' }) };
const rule = { Name: 'Orders', Arn: 'arn', EventPattern: JSON.stringify({ source: ['vibes.callbacks'] }) };
const internal = awsFailure('InternalFailure', 'try again');

const nothing: OpsAnswers = {
  GetQueueAttributes: () => none,
  ReceiveMessage: () => ({ Messages: [dead] }),
  GetMetricData: () => ({}),
  FilterLogEvents: () => ({}),
  ListObjectsV2: () => ({}),
  ListRules: () => ({ Rules: [rule] }),
  ListTargetsByRule: () => ({ Targets: [{ DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:0:undelivered' } }] }),
  DescribeAlarms: () => ({}),
};

async function read(answers: OpsAnswers) {
  const given = givenOps({ nowMs, outputs, answers: { ...nothing, ...answers } });
  let answer: Answer | undefined;
  const command = status.toCommander(async (_options, execute) => {
    answer = await execute(given.context);
  });
  await command.parseAsync([], { from: 'user' });
  return { code: answer?.code, json: answer?.json, text: answer?.text() ?? '', notes: given.notes };
}

const failing = (name: string) => (input: Readonly<Record<string, unknown>>) =>
  String(input.QueueUrl).endsWith(name) ? internal : none;

it('is fine if each source could be read', async () => {
  expect(await read({})).toMatchObject({ code: 0, json: { verdict: 'fine', leftOut: [] }, notes: [] });
});

it('says how many receipts wait for their outcome, and for how long', async () => {
  const { text } = await read({
    GetQueueAttributes: ({ QueueUrl }) => (String(QueueUrl).endsWith('outcomes') ? two : none),
    GetMetricData: ({ MetricDataQueries }) =>
      JSON.stringify(MetricDataQueries).includes('"outcomes"')
        ? { MetricDataResults: [{ Id: 'm0', Timestamps: [new Date(nowMs)], Values: [130] }] }
        : {},
  });
  expect(text).toMatch(/outcomes +2 waiting, the oldest for 2 min\n/);
});

it('reports the rest if CloudWatch could not read one metric', async () => {
  const answerOf = ({ MetricDataQueries }: Readonly<Record<string, unknown>>) =>
    JSON.stringify(MetricDataQueries).includes('5XXError')
      ? { MetricDataResults: [{ Id: 'm2', StatusCode: 'InternalError' }] }
      : {};
  const line = { timestamp: nowMs - 60_000, message: JSON.stringify({ code: 'StoreFailed', level: 'error' }) };
  const FilterLogEvents = ({ logGroupName }: Readonly<Record<string, unknown>>) =>
    logGroupName === '/ingest' ? { events: [line] } : {};
  const found = await read({ GetQueueAttributes: () => two, GetMetricData: answerOf, FilterLogEvents });
  expect(found).toMatchObject({
    code: 1,
    json: {
      verdict: 'act',
      leftOut: ['the 5XX answers in CloudWatch'],
      dead: { count: 2 },
      refused: { lastHour: { StoreFailed: 1 } },
    },
  });
  expect(found.notes).toContain(
    'Could not read the 5XX answers in CloudWatch: CloudWatch could not read 5XXError: InternalError.',
  );
  expect(found.text).toMatch(/answered 5XX +1 in the last hour: StoreFailed 1; perhaps more/);
});

it.each<[string, OpsAnswers, string, RegExp]>([
  [
    'the ages',
    { GetMetricData: [internal, {}, {}, {}], GetQueueAttributes: () => two },
    'how long callbacks have waited',
    /waiting +4\n/,
  ],
  ['one queue', { GetQueueAttributes: failing('callbacks') }, 'the callback queue', /waiting +not known/],
  ['the dead letters', { GetQueueAttributes: failing('dead') }, 'the dead-letter queue', /dead +not known/],
  [
    'one subscription',
    { GetQueueAttributes: failing('undelivered') },
    'the undelivered events of Orders',
    /undelivered +not known/,
  ],
  ['the subscriptions', { ListRules: [internal] }, 'the undelivered events', /undelivered +not known/],
  ['the bucket', { ListObjectsV2: () => internal }, 'the overflow objects', /overflow +not known/],
  ['the bucket', { ListObjectsV2: () => internal }, 'the unrecognized callbacks', /unrecognized +not known/],
  ['the logs', { FilterLogEvents: () => internal }, "the 5XX answers in ingest's log", /answered 5XX +not known/],
  ['the receipts', { GetQueueAttributes: failing('outcomes') }, 'the outcomes', /outcomes +not known/],
  ['the alarms', { DescribeAlarms: [internal] }, 'the alarms', /in alarm +not known/],
])('is never fine if it could not read %s', async (_what, answers, source, row) => {
  const { code, json, text, notes } = await read(answers);
  expect([code, json]).toEqual([1, expect.objectContaining({ leftOut: expect.arrayContaining([source]) })]);
  expect(notes.join()).toMatch(new RegExp(`Could not read .*${source}.*: InternalFailure: try again\\.`));
  expect(text).toMatch(row);
});

it('shows the alarms of the pages that it could read', async () => {
  const alarm = { AlarmName: 'VibesCallbacks-DeadLetters', StateValue: 'ALARM' };
  const { json, text } = await read({ DescribeAlarms: [{ MetricAlarms: [alarm], NextToken: 't' }, internal] });
  expect(json).toMatchObject({ alarms: [{ name: 'VibesCallbacks-DeadLetters' }], leftOut: ['the alarms'] });
  expect(text).toMatch(/in alarm +DeadLetters; perhaps more/);
});

it('does not say that none has come through since if that could not be read', async () => {
  const MetricDataResults = [
    { Id: 'm0', Timestamps: [new Date(nowMs)], Values: [3] },
    { Id: 'm2', Timestamps: [new Date(nowMs)], Values: [3] },
  ];
  const GetMetricData = ({ MetricDataQueries }: Readonly<Record<string, unknown>>) =>
    JSON.stringify(MetricDataQueries).includes('MoUnauthorized') ? { MetricDataResults } : {};
  const FilterLogEvents = ({ filterPattern }: Readonly<Record<string, unknown>>) =>
    String(filterPattern).includes('MoUnauthorized') ? internal : {};
  const { json, notes } = await read({ GetMetricData, FilterLogEvents });
  expect(json).toMatchObject({ verdict: 'act', turnedAway: { byIngest: 3, passedSince: null } });
  expect(notes.join()).not.toContain('come through since');
});

it("is to act on if only an operator's own test came through, and Vibes sends no password", async () => {
  const GetMetricData = ({ MetricDataQueries }: Readonly<Record<string, unknown>>) => {
    const queries = MetricDataQueries as readonly { Id: string; MetricStat: { Metric: { MetricName: string } } }[];
    const values: Readonly<Record<string, number>> = { MoChallenged: 3, '4XXError': 3, Invocations: 5, Errors: 4 };
    return {
      MetricDataResults: queries.flatMap(({ Id, MetricStat: { Metric } }) => {
        const value = values[Metric.MetricName];
        return value === undefined || !JSON.stringify(queries).includes('MoChallenged')
          ? []
          : [{ Id, Timestamps: [new Date(nowMs)], Values: [value] }];
      }),
    };
  };
  const smoke = { timestamp: nowMs, message: JSON.stringify({ code: 'Stored', smokeTest: 'invocation' }) };
  const FilterLogEvents = ({ filterPattern }: Readonly<Record<string, unknown>>) =>
    String(filterPattern).includes('smokeTest') ? { events: [smoke] } : {};
  const { json } = await read({ GetMetricData, FilterLogEvents });
  expect(json).toMatchObject({ verdict: 'act', turnedAway: { byGatewayOnMo: 3, passedOnMo: 0 } });
});

it('has no answer if the credentials are refused: what it could not read may be anything', async () => {
  const refused = awsFailure('AccessDeniedException', 'User: x is not authorized to perform: logs:FilterLogEvents');
  await expect(read({ FilterLogEvents: () => refused })).rejects.toThrow(refused);
});
