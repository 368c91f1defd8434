import {
  createTemporarySubscription,
  findTemporarySubscriptions,
  removeTemporarySubscription,
} from '../../src/reads/temporary-subscription';
import { awsFailure, givenOps, type OpsAnswers } from '../support/ops-context';

const arn = (service: string, rest: string) => `arn:aws-cn:${service}:cn-north-1:123456789012:${rest}`;
const outputs = {
  EventBusName: 'bus',
  DeadLetterQueueUrl: 'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/dead',
};
const options = {
  purpose: 'listen',
  pattern: { source: ['vibes.callbacks'] },
  expiresAtMs: Date.parse('2026-12-01T10:00:00Z'),
  retentionSeconds: 3_600,
  visibilitySeconds: 15,
} as const;
const tags = { 'vibes-callbacks:bus': 'bus', 'vibes-callbacks:expires-at': '2026-12-01T10:00:00.000Z' };
const created: OpsAnswers = {
  DescribeEventBus: () => ({ Arn: arn('events', 'event-bus/bus') }),
  CreateQueue: () => ({}),
  PutRule: () => ({}),
  PutTargets: () => ({}),
};
const removed: OpsAnswers = { RemoveTargets: () => ({}), DeleteRule: () => ({}), DeleteQueue: () => ({}) };
const url = (name: string) => `https://sqs.cn-north-1.amazonaws.com.cn/123456789012/${name}`;
/** Past what jest needs to see that two classes are one. */
async function noSuchRule() {
  const { ResourceNotFoundException } = await import('@aws-sdk/client-eventbridge');
  return new ResourceNotFoundException({ message: 'no rule', $metadata: {} });
}

it('is a tagged queue that takes messages from its one rule, in whatever partition', async () => {
  const pauses: number[] = [];
  const io = { pause: async (ms: number) => void pauses.push(ms) };
  const { context, stack, calls, named } = givenOps({ outputs, answers: created, io });
  const { name, ruleArn, queueUrl } = await createTemporarySubscription(context, stack, options);
  expect(name).toMatch(/^vibes-temporary-listen-[\da-f]{16}$/);
  expect([ruleArn, queueUrl]).toEqual([arn('events', `rule/bus/${name}`), url(name)]);
  expect(calls.map((call) => call.name)).toEqual(['DescribeEventBus', 'CreateQueue', 'PutRule', 'PutTargets']);
  // SQS: a queue cannot be used before.
  expect(pauses).toEqual([1_000]);
  const [queue] = named('CreateQueue');
  expect(queue).toMatchObject({ QueueName: name, tags, Attributes: { MessageRetentionPeriod: '3600' } });
  const { Policy } = Object(queue).Attributes;
  expect(JSON.parse(Policy).Statement).toMatchObject([
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Resource: arn('sqs', name),
      Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    },
    { Effect: 'Deny', Action: 'sqs:SendMessage', Condition: { ArnNotEquals: { 'aws:SourceArn': ruleArn } } },
    { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  ]);
  expect(named('PutRule')).toMatchObject([
    {
      Name: name,
      EventBusName: 'bus',
      EventPattern: '{"source":["vibes.callbacks"]}',
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    },
  ]);
  expect(named('PutTargets')).toEqual([
    { Rule: name, EventBusName: 'bus', Targets: [{ Id: 'queue', Arn: arn('sqs', name) }] },
  ]);
});

it.each(['CreateQueue', 'PutRule', 'PutTargets'])('removes what it created when %s fails', async (step) => {
  const fails = () => {
    throw awsFailure('Broken');
  };
  const { context, stack, calls } = givenOps({ outputs, answers: { ...created, ...removed, [step]: fails } });
  await expect(createTemporarySubscription(context, stack, options)).rejects.toThrow('Broken');
  expect(calls.slice(-3).map(({ name }) => name)).toEqual(['RemoveTargets', 'DeleteRule', 'DeleteQueue']);
});

it('fails, and removes what it created, when EventBridge refuses the target in its answer', async () => {
  const refused = { PutTargets: () => ({ FailedEntryCount: 1, FailedEntries: [{ ErrorCode: 'Odd' }] }) };
  const { context, stack, named } = givenOps({ outputs, answers: { ...created, ...removed, ...refused } });
  await expect(createTemporarySubscription(context, stack, options)).rejects.toThrow('Odd');
  expect(named('DeleteQueue')).toHaveLength(1);
});

it('is removed as far as it exists', async () => {
  const missing = await noSuchRule();
  const { context, stack, calls } = givenOps({
    outputs,
    answers: { RemoveTargets: [missing], DeleteRule: [{}], DeleteQueue: [awsFailure('QueueDoesNotExist')] },
  });
  await removeTemporarySubscription(context, stack, { name: 'n', ruleArn: '', queueUrl: url('n') });
  expect(calls).toHaveLength(3);
});

it('is found by its rule or its queue alone, if it is of this bus', async () => {
  const names = ['0', '1', '2', '3', '4'].map((digit) => `vibes-temporary-listen-${digit.repeat(16)}`);
  const [both, onlyRule, onlyQueue, ofOther, deleted] = names;
  const rebuild = `vibes-temporary-rebuild-${'a'.repeat(16)}`;
  const { context, stack } = givenOps({
    outputs,
    answers: {
      ListRules: () => ({
        Rules: [both, onlyRule, 'orders', 'vibes-temporary-mine'].map((Name) => ({ Name, Arn: `arn:${Name}` })),
      }),
      ListQueues: ({ NextToken }) =>
        NextToken === undefined
          ? { QueueUrls: [both, ofOther, deleted].map((name) => url(name ?? '')), NextToken: 'more' }
          : { QueueUrls: [onlyQueue, rebuild, 'vibes-temporary-mine'].map((name) => url(name ?? '')) },
      ListQueueTags: ({ QueueUrl }) => {
        if (QueueUrl === url(deleted ?? '')) throw awsFailure('QueueDoesNotExist');
        return { Tags: QueueUrl === url(ofOther ?? '') ? { ...tags, 'vibes-callbacks:bus': 'other' } : tags };
      },
    },
  });
  const found = await findTemporarySubscriptions(context, stack);
  expect(
    found.map(({ name, purpose, expiresAt, hasRule, hasQueue }) => [name, purpose, expiresAt, hasRule, hasQueue]),
  ).toEqual([
    [both, 'listen', '2026-12-01T10:00:00.000Z', true, true],
    [onlyRule, 'listen', undefined, true, false],
    [onlyQueue, 'listen', '2026-12-01T10:00:00.000Z', false, true],
    [rebuild, 'rebuild', '2026-12-01T10:00:00.000Z', false, true],
  ]);
});
