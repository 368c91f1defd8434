import { Match } from 'aws-cdk-lib/assertions';
import { minutesInAlarm } from '../support/evaluated-alarm';
import { ofType, synthesize, theOnly } from './synth';

const standard = synthesize();
const [queueId, queue] = theOnly(standard, 'AWS::SQS::Queue', 'CallbacksQueue');
const [retriesId, retries] = theOnly(standard, 'AWS::SQS::Queue', 'Retries');
const [deadLettersId, deadLetters] = theOnly(standard, 'AWS::SQS::Queue', 'DeadLetters');

test('two failures take a callback to the retry queue', () => {
  expect(queue.Properties.RedrivePolicy).toEqual({
    deadLetterTargetArn: { 'Fn::GetAtt': [retriesId, 'Arn'] },
    maxReceiveCount: 2,
  });
});

test('three more make it a dead letter', () => {
  expect(retries.Properties.RedrivePolicy).toEqual({
    deadLetterTargetArn: { 'Fn::GetAtt': [deadLettersId, 'Arn'] },
    maxReceiveCount: 3,
  });
  expect(deadLetters.Properties.RedrivePolicy).toBeUndefined();
});

/** What a queue's name ends with after the stack's id, and what an ARN made of that name ends with. */
function nameOf({ Properties }: typeof queue): unknown[] {
  return (Properties.QueueName as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
}

function mayRedriveTo({ Properties }: typeof queue): unknown[][] {
  expect(Properties.RedriveAllowPolicy).toMatchObject({ redrivePermission: 'byQueue' });
  const { sourceQueueArns } = Properties.RedriveAllowPolicy as {
    sourceQueueArns: { 'Fn::Join': [string, unknown[]] }[];
  };
  return sourceQueueArns.map(({ 'Fn::Join': [, parts] }) => parts);
}

/** `…:vibes-` and what follows it, in an ARN. */
function endsWithName(arn: readonly unknown[], [prefix, ...rest]: readonly unknown[]): boolean {
  const end = arn.slice(-rest.length);
  return String(arn.at(-rest.length - 1)).endsWith(`:${prefix}`) && JSON.stringify(end) === JSON.stringify(rest);
}

test('only the callback queue may redrive to the retry queue', () => {
  const sources = mayRedriveTo(retries);
  expect(sources.map((arn) => endsWithName(arn, nameOf(queue)))).toEqual([true]);
});

test('only the two before it may redrive to the dead-letter queue', () => {
  const sources = mayRedriveTo(deadLetters);
  expect(sources).toHaveLength(2);
  for (const one of [queue, retries]) expect(sources.some((arn) => endsWithName(arn, nameOf(one)))).toBe(true);
});

test('a callback waits four days, eight with its retries, a dead letter fourteen: its age counts from when it came', () => {
  expect(queue.Properties.MessageRetentionPeriod).toBe(4 * 86_400);
  expect(retries.Properties.MessageRetentionPeriod).toBe(8 * 86_400);
  expect(deadLetters.Properties.MessageRetentionPeriod).toBe(14 * 86_400);
});

test('how long a callback waits is configured', () => {
  const shorter = synthesize({ queueRetentionDays: 1 });
  const days = (id: string) =>
    Number(theOnly(shorter, 'AWS::SQS::Queue', id)[1].Properties.MessageRetentionPeriod) / 86_400;
  expect([days('CallbacksQueue'), days('Retries'), days('DeadLetters')]).toEqual([1, 2, 14]);
});

test.each([queueId, retriesId, deadLettersId])('%s is encrypted and takes TLS only', (id) => {
  expect(standard.resources[id]?.Properties.SqsManagedSseEnabled).toBe(true);
  standard.template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: id }],
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    },
  });
});

/** An alarm's properties, a queue's name in them being its logical id. */
function alarmOf(id: string, synthesized = standard): Readonly<Record<string, unknown>> {
  const found = ofType(synthesized, 'AWS::CloudWatch::Alarm').find(
    ([, { Properties }]) => Properties.AlarmName === `Stack-${id}`,
  );
  const text = JSON.stringify(found?.[1].Properties);
  return JSON.parse(text.replace(/\{"Fn::GetAtt":\["(\w+)","QueueName"\]\}/g, '"$1"'));
}

/** A minute of a queue, as SQS reports it. */
const held = (queueName: string, visible: number, inFlight = 0) => [
  {
    metric: { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: queueName } },
    value: visible,
  },
  // Reported where there are some.
  ...(inFlight === 0
    ? []
    : [
        {
          metric: {
            namespace: 'AWS/SQS',
            name: 'ApproximateNumberOfMessagesNotVisible',
            dimensions: { QueueName: queueName },
          },
          value: inFlight,
        },
      ]),
];

describe('DeadLettersGrow', () => {
  const rings = (...counts: readonly (readonly [number, number?])[]) =>
    minutesInAlarm(alarmOf('DeadLettersGrow'), {
      minutes: counts.map(([visible, inFlight]) => held(deadLettersId, visible, inFlight)),
    });

  it('rings for each that comes beside others, and ends', () => {
    expect(rings([0], [1], [1], [51], [51], [52], [52])).toEqual([3, 5]);
  });

  it('leaves the first ones to DeadLetters', () => {
    expect(rings([0], [3], [3], [0], [2])).toEqual([]);
  });

  it('is not fooled by a person who looks at them, nor by a queue that shrinks', () => {
    expect(rings([3], [1, 2], [3], [0, 3], [3], [2], [1])).toEqual([]);
  });

  it('does not ring for what SQS has not told yet', () => {
    const minutes = [held(deadLettersId, 5), [], held(deadLettersId, 5)];
    expect(minutesInAlarm(alarmOf('DeadLettersGrow'), { minutes })).toEqual([]);
  });
});

describe('RetriesTooOld', () => {
  const rings = (...counts: readonly (readonly [number, number?])[]) =>
    minutesInAlarm(alarmOf('RetriesTooOld'), {
      minutes: counts.map(([visible, inFlight]) => held(retriesId, visible, inFlight)),
    });

  it('does not ring for what is worked off within a minute, seen in one at most', () => {
    expect(rings([0], [1], [0], [0, 1], [0])).toEqual([]);
  });

  it('rings for what is there for two, whether it waits or is being tried', () => {
    expect(rings([0], [1], [0, 1], [0, 1], [0])).toEqual([2, 3]);
  });

  it('rings in time although a minute comes late', () => {
    const minutes = [held(retriesId, 0), held(retriesId, 1), held(retriesId, 1), held(retriesId, 1)];
    expect(minutesInAlarm(alarmOf('RetriesTooOld'), { minutes, late: 1 })).toEqual([3]);
  });
});

describe('before a message expires', () => {
  it.each([
    [1, 7],
    [2, 7],
    [3, 6],
    [4, 4],
  ])('with %i days in the queue, reports dead letters of %i days, two days before the first one goes', (days, told) => {
    const alarm = alarmOf('DeadLettersExpiring', synthesize({ queueRetentionDays: days }));
    expect(alarm).toMatchObject({ Period: 3600, EvaluationPeriods: 24 * told, Statistic: 'Maximum', Threshold: 1 });
    // It may have been in the queues for twice the days when it became one.
    expect(14 - 2 * days - told).toBeGreaterThanOrEqual(2);
    expect(told).toBeLessThanOrEqual(7);
  });

  it.each([1, 4])('with %i days in the queue, reports half of them', (days) => {
    const synthesized = synthesize({ queueRetentionDays: days });
    expect(alarmOf('CallbacksExpiring', synthesized)).toMatchObject({ Threshold: days * 43_200, Period: 60 });
    const retries = { Period: 3600, EvaluationPeriods: 12 * days, Statistic: 'Minimum', Threshold: 1 };
    expect(alarmOf('RetriesExpiring', synthesized)).toMatchObject(retries);
  });
});
