import type { OpsCommand } from '../../src/frame/command';
import { needsOf, policyDocument } from '../../src/policy/policy-document';
import { defaultArns } from '../../src/policy/resource-arns';

function command(kind: OpsCommand['kind'], needs: OpsCommand['needs'], needsToWrite: OpsCommand['needsToWrite'] = {}) {
  const toCommander = () => {
    throw new Error('not called');
  };
  return { name: 'x', about: 'x', example: 'x', kind, needs, needsToWrite, toCommander };
}

const reading = command(
  'reads',
  { 'sqs:GetQueueAttributes': ['callbackQueue'] },
  { 'sqs:SendMessage': ['callbackQueue'] },
);
const changing = command('changes', { 'sqs:GetQueueAttributes': ['deadLetterQueue'], 'sts:X': ['anything'] });

it('has a statement for what is done to the same', () => {
  const { Statement } = policyDocument(needsOf([reading, changing], 'all'), defaultArns);
  expect(Statement).toEqual([
    {
      Sid: 'CallbackQueueAndDeadLetterQueue',
      Effect: 'Allow',
      Action: ['sqs:GetQueueAttributes'],
      Resource: [...defaultArns.callbackQueue, 'arn:*:sqs:*:*:VibesCallbacks-*'],
    },
    { Sid: 'CallbackQueue', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [...defaultArns.callbackQueue] },
    { Sid: 'Anything', Effect: 'Allow', Action: ['sts:X'], Resource: ['*'] },
  ]);
});

it('gives no name to a statement for more than two resources', () => {
  const queues = command('reads', { 'sqs:X': ['callbackQueue', 'retryQueue', 'deadLetterQueue'] });
  const [statement] = policyDocument(needsOf([queues], 'all'), defaultArns).Statement;
  expect(statement).toMatchObject({ Action: ['sqs:X'] });
  expect(statement).not.toHaveProperty('Sid');
});

it('has in the read-only one nothing of what changes something', () => {
  expect(needsOf([reading, changing], 'read-only')).toEqual({ 'sqs:GetQueueAttributes': ['callbackQueue'] });
});

it('allows a temporary rule to send to a temporary queue alone', () => {
  const changing = command('changes', {
    'events:PutRule': ['temporaryRules'],
    'events:PutTargets': ['temporaryRuleTargets'],
  });
  const [rules, targets] = policyDocument(needsOf([changing], 'all'), defaultArns).Statement;
  expect(rules).toMatchObject({ Action: ['events:PutRule'] });
  expect(rules).not.toHaveProperty('Condition');
  expect(targets).toMatchObject({
    Action: ['events:PutTargets'],
    Condition: {
      'ForAllValues:ArnLike': { 'events:TargetArn': ['arn:*:sqs:*:*:vibes-temporary-*'] },
      Null: { 'events:TargetArn': ['false'] },
    },
  });
});
