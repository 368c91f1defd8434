import { createGrantUse } from '../../../src/aws/iam/grant-use';
import { deployTemplate } from '../../../src/template/deploy-template';

const queue = 'arn:aws:sqs:us-east-1:000000000000:q';
const policy = (...Statement: readonly object[]) => ({ Policies: [{ PolicyDocument: { Statement } }] });
const Resources = {
  Ingest: {
    Type: 'AWS::IAM::Role',
    Properties: policy(
      { Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:Get*'], Resource: queue },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: ['arn:aws:s3:::b/a/*', 'arn:aws:s3:::b/u/*'] },
      { Effect: 'Deny', Action: 'sqs:DeleteMessage', Resource: '*' },
    ),
  },
  Other: {
    Type: 'AWS::IAM::Role',
    Properties: policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue }),
  },
};

const given = () => createGrantUse(deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' }));
const counts = (use: ReturnType<typeof given>) =>
  use.read().map(({ roleLogicalId, action, resource, calls }) => [roleLogicalId, action, resource, calls]);

it('lists each action that a role is allowed on each resource, and nothing that it is denied', () => {
  expect(counts(given())).toEqual([
    ['Ingest', 'sqs:SendMessage', queue, 0],
    ['Ingest', 'sqs:Get*', queue, 0],
    ['Ingest', 's3:PutObject', 'arn:aws:s3:::b/a/*', 0],
    ['Ingest', 's3:PutObject', 'arn:aws:s3:::b/u/*', 0],
    ['Other', 'sqs:SendMessage', queue, 0],
  ]);
});

it('counts what a call of the role needed', () => {
  const use = given();
  use.note('Ingest', [{ action: 'sqs:SendMessage', resource: queue }]);
  use.note('Ingest', [
    { action: 's3:PutObject', resource: 'arn:aws:s3:::b/u/1' },
    { action: 's3:PutObject', resource: 'arn:aws:s3:::b/u/2' },
    { action: 'sqs:GetQueueUrl', resource: queue },
  ]);
  use.note('Nobody', [{ action: 'sqs:SendMessage', resource: queue }]);
  expect(counts(use).map((row) => row[3])).toEqual([1, 1, 0, 2, 0]);
});
