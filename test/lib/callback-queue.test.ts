import { Match } from 'aws-cdk-lib/assertions';
import { synthesize, theOnly } from './synth';

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
