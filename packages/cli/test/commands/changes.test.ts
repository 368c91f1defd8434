import { changes } from '../../src/commands/changes';
import { runsOf } from '../../src/commands/changes/change';
import type { Answer } from '../../src/frame/command';
import { awsFailure, givenOps, type OpsAnswers, type OpsGiven } from '../support/ops-context';

const now = Date.parse('2026-12-02T00:00:00Z');
const at = (time: string) => new Date(`2026-12-01T${time}Z`);
const outputs = {
  ...{ Version: '1.2.0', Commit: 'abc1234', ConsumerFunctionName: 'consumer', IngestFunctionName: 'ingest' },
  ...{ MoSecretArn: 'mo', IdentityKeyArn: 'key', DeadLetterQueueUrl: 'dead', ConsumerLogGroupName: 'log' },
  ...{ BucketName: 'bucket', EventArchiveArn: 'archive' },
};
const stackEvent = (time: string, ResourceStatus: string, id?: string) => ({
  StackId: 'stack-id',
  LogicalResourceId: id ?? 'VibesCallbacks',
  PhysicalResourceId: id ?? 'stack-id',
  ResourceType: id === undefined ? 'AWS::CloudFormation::Stack' : 'AWS::Lambda::Function',
  Timestamp: at(time),
  ResourceStatus,
});
const quiet: OpsAnswers = {
  DescribeStackEvents: () => ({ StackEvents: [] }),
  GetFunctionConfiguration: ({ FunctionName }) => ({ FunctionName, LastModified: '2026-01-01T00:00:00.000+0000' }),
  ListEventSourceMappings: () => ({ EventSourceMappings: [] }),
  ListSecretVersionIds: () => ({ Versions: [] }),
  DescribeAlarmHistory: () => ({ AlarmHistoryItems: [] }),
  GetQueueAttributes: () => ({ Attributes: { QueueArn: 'arn:dead' } }),
  ListMessageMoveTasks: () => ({ Results: [] }),
  FilterLogEvents: () => ({ events: [] }),
  ListObjectsV2: () => ({ Contents: [] }),
  ListReplays: () => ({ Replays: [] }),
};

async function changed(
  answers: OpsAnswers,
  words: readonly string[] = ['--since', '2026-12-01T00:00:00Z'],
  io: OpsGiven['io'] = {},
  having: Readonly<Record<string, string>> = outputs,
) {
  const given = givenOps({ outputs: having, answers: { ...quiet, ...answers }, nowMs: now, io });
  let answer: Answer | undefined;
  const command = changes.toCommander(async (_options, execute) => {
    answer = await execute(given.context);
  });
  await command.parseAsync([...words], { from: 'user' });
  if (answer === undefined) throw new Error('it was not run');
  const rows = answer.json as readonly { readonly at: string; readonly what: string; readonly detail: string }[];
  const lines = rows.map((row) => `${row.at.slice(11, 19)} ${row.what}: ${row.detail}`);
  return { ...given, code: answer.code, text: answer.text(), lines };
}

it('says that nothing changed, and what it cannot know', async () => {
  const { code, text, notes } = await changed({});
  expect([code, text]).toEqual([0, 'Nothing changed since 2026-12-01T00:00:00.000Z.']);
  expect(notes.join()).toContain('CloudTrail');
});

it('a deployment is one line, from its begin to its end, with what it changed; the newest has the version', async () => {
  const pages = [
    [
      stackEvent('12:01:30', 'UPDATE_COMPLETE'),
      stackEvent('12:01:20', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
      stackEvent('12:01:00', 'UPDATE_COMPLETE', 'Consumer'),
      stackEvent('12:00:50', 'UPDATE_IN_PROGRESS', 'Consumer'),
      stackEvent('12:00:40', 'UPDATE_COMPLETE', 'Ingest'),
    ],
    [
      stackEvent('12:00:00', 'UPDATE_IN_PROGRESS'),
      stackEvent('10:05:00', 'UPDATE_ROLLBACK_COMPLETE'),
      stackEvent('10:03:00', 'UPDATE_ROLLBACK_IN_PROGRESS'),
      stackEvent('10:02:00', 'CREATE_FAILED', 'Alarm'),
      stackEvent('10:00:00', 'UPDATE_IN_PROGRESS'),
      { ...stackEvent('10:00:00', 'UPDATE_COMPLETE'), Timestamp: new Date('2026-11-30T00:00:00Z') },
    ],
  ];
  const { lines, named } = await changed({
    DescribeStackEvents: ({ NextToken }) =>
      NextToken === undefined ? { StackEvents: pages[0], NextToken: 'a' } : { StackEvents: pages[1], NextToken: 'b' },
  });
  expect(named('DescribeStackEvents')).toHaveLength(2);
  expect(lines).toEqual([
    '12:00:00 deployment: UPDATE_COMPLETE after 90 s; 2 resources changed (Ingest, Consumer); now version 1.2.0, commit abc1234',
    '10:00:00 deployment: UPDATE_ROLLBACK_COMPLETE after 5 min; no resource changed; failed: Alarm',
  ]);
});

it('what changed outside a deployment is a line of its own, and within one is not', async () => {
  const { lines } = await changed({
    DescribeStackEvents: () => ({
      StackEvents: [
        stackEvent('12:01:30', 'CREATE_COMPLETE'),
        stackEvent('12:00:00', 'CREATE_IN_PROGRESS'),
        // As the CDK creates a stack: by a change set.
        stackEvent('11:59:50', 'REVIEW_IN_PROGRESS'),
      ],
    }),
    GetFunctionConfiguration: ({ FunctionName }) => ({
      FunctionName,
      LastModified: FunctionName === 'ingest' ? '2026-12-01T15:00:00.000+0000' : '2026-12-01T12:00:30.000+0000',
    }),
    ListEventSourceMappings: () => ({
      EventSourceMappings: [
        { EventSourceArn: 'arn:aws:sqs:x:1:calls', LastModified: at('16:00:00'), State: 'Disabled' },
        { EventSourceArn: 'arn:aws:sqs:x:1:retry', LastModified: at('12:01:00'), State: 'Enabled' },
      ],
    }),
  });
  expect(lines.slice(0, 2)).toEqual([
    "16:00:00 event-source: the consumer's reading of calls changed outside a deployment, now Disabled",
    '15:00:00 function: ingest changed outside a deployment ("npx cdk drift")',
  ]);
  expect(lines).toHaveLength(3);
});

const state = (name: string, time: string, from: string, to: string) => ({
  AlarmName: name,
  Timestamp: at(time),
  HistoryData: JSON.stringify({ oldState: { stateValue: from }, newState: { stateValue: to } }),
});

it('secrets, alarms, replays and what operators did are lines, newest first', async () => {
  const line = (time: string, deadLetterId: string) => ({
    timestamp: at(time).getTime(),
    message: JSON.stringify({ code: 'Published', deadLetterId }),
    eventId: `${time}-${deadLetterId}`,
    logStreamName: 's',
  });
  const { lines, code, named } = await changed({
    ListSecretVersionIds: ({ SecretId }) => ({
      Versions:
        SecretId === 'mo'
          ? [
              { VersionId: 'v2', CreatedDate: at('09:00:00'), VersionStages: ['AWSCURRENT'] },
              { VersionId: 'v1', CreatedDate: new Date('2026-05-01T00:00:00Z'), VersionStages: ['AWSPREVIOUS'] },
            ]
          : [],
    }),
    DescribeAlarmHistory: ({ NextToken }) =>
      NextToken === undefined
        ? {
            AlarmHistoryItems: [
              state('VibesCallbacks-DeadLetters', '01:00:00', 'OK', 'ALARM'),
              state('Other-Alarm', '01:00:00', 'OK', 'ALARM'),
            ],
            NextToken: 'more',
          }
        : {
            AlarmHistoryItems: [
              state('VibesCallbacks-DeadLetters', '01:12:00', 'ALARM', 'OK'),
              state('VibesCallbacks-Sweep', '02:00:00', 'INSUFFICIENT_DATA', 'OK'),
              state('VibesCallbacks-Old', '03:00:00', 'ALARM', 'OK'),
            ],
          },
    ListMessageMoveTasks: () => ({
      Results: [
        { StartedTimestamp: at('04:00:00').getTime(), Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 },
        { StartedTimestamp: 0, Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 9 },
      ],
    }),
    FilterLogEvents: () => ({ events: [line('05:00:00', 'a'), line('05:00:10', 'a'), line('05:00:20', 'b')] }),
    ListObjectsV2: ({ Prefix }) => ({
      Contents:
        Prefix === 'dropped/'
          ? [
              { Key: 'dropped/1', LastModified: at('06:00:00') },
              { Key: 'dropped/2', LastModified: new Date(0) },
              { Key: 'dropped/undelivered/3', LastModified: at('06:30:00') },
            ]
          : [
              { Key: 'unrecognized/r/d/1.bin', LastModified: at('10:00:00') },
              { Key: 'unrecognized/r/d/1.done', Size: 9, LastModified: at('10:00:00') },
              { Key: 'unrecognized/r/d/2.again', Size: 9, LastModified: at('10:00:01') },
              { Key: 'unrecognized/r/d/3.dismissed', Size: 9, LastModified: at('11:00:00') },
              { Key: 'unrecognized/r/d/5.dismissed', Size: 0, LastModified: at('12:00:00') },
              { Key: 'unrecognized/r/d/4.dismissed', LastModified: new Date(0) },
            ],
    }),
    ListReplays: () => ({
      Replays: ['vibes-Orders-0123456789abcdef-abcdefgh', 'by-hand'].map((ReplayName, index) => ({
        ...{ ReplayName, State: 'COMPLETED', ReplayStartTime: at(`0${7 + index}:00:00`) },
        ...{ EventStartTime: at('01:00:00'), EventEndTime: at('02:00:00') },
      })),
    }),
    DescribeReplay: () => ({ Destination: { FilterArns: ['arn:aws:events:x:1:rule/bus/Orders'] } }),
  });
  const span = 'events of 2026-12-01T01:00:00.000Z to 2026-12-01T02:00:00.000Z';
  expect(lines).toEqual([
    '12:00:00 dismiss: 1 unrecognized callback no longer dismissed',
    '11:00:00 dismiss: 1 unrecognized callback dismissed',
    '10:00:00 reprocess: 2 unrecognized callbacks sent again',
    '09:00:00 secret: MO secret: new version v2 (current)',
    `08:00:00 replay: ${span} (COMPLETED, by-hand)`,
    `07:00:00 replay: to Orders: ${span} (COMPLETED, vibes-Orders-0123456789abcdef-abcdefgh)`,
    '06:30:00 drop: "undelivered drop" deleted 1 undelivered event',
    '06:00:00 drop: "dead drop" deleted 1 dead letter',
    '05:00:00 redrive: "dead redrive" moved 2 dead letters that the consumer tried again',
    '04:00:00 redrive: SQS moved 3 dead letters (COMPLETED)',
    '03:00:00 alarm: Old ended',
    '01:12:00 alarm: DeadLetters ended after 12 min',
    '01:00:00 alarm: DeadLetters fired',
  ]);
  expect(code).toBe(0);
  expect(named('DescribeReplay')).toHaveLength(1);
});

it('what cannot be read is named, takes nothing else with it, and ends with 1', async () => {
  const { code, lines, notes } = await changed({
    DescribeAlarmHistory: () => {
      throw awsFailure('AccessDenied', 'not authorized to perform: cloudwatch:DescribeAlarmHistory');
    },
    ListObjectsV2: ({ Prefix }) => ({ Contents: [{ Key: `${Prefix}1`, LastModified: at('06:00:00') }] }),
  });
  expect([code, lines.length]).toEqual([1, 1]);
  expect(notes.join('\n')).toMatch(/Not included: alarms\. .*cloudwatch:DescribeAlarmHistory/);
});

it.each<[string, OpsAnswers, RegExp]>([
  ['logs of too many pages', { FilterLogEvents: () => ({ events: [], nextToken: 'more' }) }, /logged too much/],
  [
    'as many redrives of SQS as it lists',
    { ListMessageMoveTasks: () => ({ Results: Array(10).fill({ StartedTimestamp: at('04:00:00').getTime() }) }) },
    /SQS lists only its last 10 redrives/,
  ],
  [
    'too many unrecognized callbacks',
    { ListObjectsV2: ({ Prefix }) => (Prefix === 'dropped/' ? {} : { NextContinuationToken: 'more' }) },
    /too many unrecognized callbacks/,
  ],
])('%s: says what may be missing, and ends with 1', async (_what, answers, sentence) => {
  let nowMs = now;
  const { code, notes } = await changed(answers, undefined, { now: () => (nowMs += 10) });
  expect([code, notes.filter((note) => sentence.test(note))]).toEqual([1, [expect.any(String)]]);
});

it('fewer redrives of SQS than it lists, or older ones among them, are all there are', async () => {
  const Results = [0, ...Array(9).fill(at('04:00:00').getTime())].map((StartedTimestamp) => ({ StartedTimestamp }));
  expect((await changed({ ListMessageMoveTasks: () => ({ Results }) })).code).toBe(0);
});

it('reads every page of the versions of a secret', async () => {
  const version = (VersionId: string, time: string) => ({ VersionId, CreatedDate: at(time) });
  const { lines } = await changed({
    ListSecretVersionIds: ({ SecretId, NextToken }) => {
      if (SecretId !== 'mo') return {};
      return NextToken === 'more'
        ? { Versions: [version('v2', '09:00:00')] }
        : { Versions: [version('v1', '08:00:00')], NextToken: 'more' };
    },
  });
  expect(lines.map((line) => line.slice(-22))).toEqual(
    ['v2 (no longer in use)', 'v1 (no longer in use)'].map((end) => expect.stringContaining(end)),
  );
});

it('looks at the outcomes function and its queue where the stack has them', async () => {
  const { lines } = await changed(
    {
      GetFunctionConfiguration: ({ FunctionName }) => ({
        FunctionName,
        LastModified: `2026-${FunctionName === 'outcomes' ? '12-01T15' : '01-01T00'}:00:00.000+0000`,
      }),
      ListEventSourceMappings: ({ FunctionName }) => ({
        EventSourceMappings:
          FunctionName === 'outcomes'
            ? [{ EventSourceArn: 'arn:aws:sqs:x:1:receipts', LastModified: at('16:00:00'), State: 'Disabled' }]
            : [],
      }),
    },
    undefined,
    {},
    { ...outputs, OutcomesFunctionName: 'outcomes' },
  );
  expect(lines).toEqual([
    "16:00:00 event-source: the outcomes function's reading of receipts changed outside a deployment, now Disabled",
    '15:00:00 function: outcomes changed outside a deployment ("npx cdk drift")',
  ]);
});

it('says what has been forgotten since then', async () => {
  const { notes } = await changed({}, ['--since', '2026-10-01']);
  expect(notes.join('\n')).toContain('after 30 days');
});

it('a pause of more than ten minutes begins another run', () => {
  const minutes = (...list: readonly number[]) => list.map((minute) => minute * 60_000);
  expect(runsOf(minutes(30, 0, 10, 20))).toEqual([{ atMs: 0, lastMs: 30 * 60_000, count: 4 }]);
  expect(runsOf(minutes(0, 11)).map(({ count }) => count)).toEqual([1, 1]);
});
