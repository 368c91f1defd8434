import { Match } from 'aws-cdk-lib/assertions';
import { synthesize, theOnly } from './synth';

const standard = synthesize();
const [queueId, queue] = theOnly(standard, 'AWS::SQS::Queue', 'Queue');
const [deadLettersId, deadLetters] = theOnly(standard, 'AWS::SQS::Queue', 'DeadLetters');

test('the fifth failure sends a callback to the dead-letter queue', () => {
  expect(queue.Properties.RedrivePolicy).toEqual({
    deadLetterTargetArn: { 'Fn::GetAtt': [deadLettersId, 'Arn'] },
    maxReceiveCount: 5,
  });
});

test('only the callback queue may use the dead-letter queue', () => {
  const { RedriveAllowPolicy } = deadLetters.Properties;
  expect(RedriveAllowPolicy).toMatchObject({ redrivePermission: 'byQueue' });
  const { sourceQueueArns } = RedriveAllowPolicy as { sourceQueueArns: { 'Fn::Join': [string, unknown[]] }[] };
  expect(sourceQueueArns).toHaveLength(1);
  const [, parts] = sourceQueueArns[0]?.['Fn::Join'] ?? ['', []];
  const { 'Fn::Join': name } = queue.Properties.QueueName as { 'Fn::Join': [string, unknown[]] };
  expect(parts.slice(-1)).toEqual(name[1].slice(-1));
  expect(String(parts.at(-2))).toBe(`:${name[1][0]}`);
});

test('a callback waits four days, a dead letter fourteen', () => {
  expect(queue.Properties.MessageRetentionPeriod).toBe(4 * 86_400);
  expect(deadLetters.Properties.MessageRetentionPeriod).toBe(14 * 86_400);
});

test('how long a callback waits is configured', () => {
  const shorter = theOnly(synthesize({ queueRetentionDays: 1 }), 'AWS::SQS::Queue', 'Queue')[1];
  expect(shorter.Properties.MessageRetentionPeriod).toBe(86_400);
});

test.each([queueId, deadLettersId])('%s is encrypted and takes TLS only', (id) => {
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
