import { Match } from 'aws-cdk-lib/assertions';
import { ofType, synthesize, theOnly } from './synth';

const standard = synthesize();
const [bucketId, bucket] = theOnly(standard, 'AWS::S3::Bucket');
const [queueId, queue] = theOnly(standard, 'AWS::SQS::Queue', 'Queue');

test('each prefix has its own lifetime, and unfinished uploads end', () => {
  expect(bucket.Properties.LifecycleConfiguration).toEqual({
    Rules: [
      { Id: 'expire-overflow', Prefix: 'overflow/', ExpirationInDays: 30, Status: 'Enabled' },
      { Id: 'expire-attachments', Prefix: 'attachments/', ExpirationInDays: 30, Status: 'Enabled' },
      { Id: 'expire-unrecognized', Prefix: 'unrecognized/', ExpirationInDays: 30, Status: 'Enabled' },
      { Id: 'expire-dropped', Prefix: 'dropped/', ExpirationInDays: 30, Status: 'Enabled' },
      { Id: 'expire-access-logs', Prefix: 'access-logs/', ExpirationInDays: 30, Status: 'Enabled' },
      { Id: 'unfinished-uploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
    ],
  });
});

test('lifetimes of media and unrecognized bodies are configured', () => {
  const other = synthesize({ mediaRetentionDays: 7, unrecognizedRetentionDays: 90 });
  other.template.hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: {
      Rules: Match.arrayWith([
        Match.objectLike({ Prefix: 'attachments/', ExpirationInDays: 7 }),
        Match.objectLike({ Prefix: 'unrecognized/', ExpirationInDays: 90 }),
      ]),
    },
  });
});

test('the queue learns of overflow envelopes and of nothing else', () => {
  expect(bucket.Properties.NotificationConfiguration).toEqual({
    QueueConfigurations: [
      {
        Event: 's3:ObjectCreated:*',
        Queue: { 'Fn::GetAtt': [queueId, 'Arn'] },
        Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'overflow/' }] } },
      },
    ],
  });
});

test('the queue takes messages from this bucket of this account only, and does so before the bucket is made', () => {
  const [policyId] = theOnly(standard, 'AWS::SQS::QueuePolicy', 'Queue');
  expect(bucket.DependsOn).toContain(policyId);
  standard.template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: queueId }],
    PolicyDocument: {
      Statement: Match.arrayWith([
        {
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: { 'Fn::GetAtt': [queueId, 'Arn'] },
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnEquals: { 'aws:SourceArn': Match.anyValue() },
          },
        },
      ]),
    },
  });
});

test('the bucket in the policy is the bucket that is made', () => {
  const [, policy] = theOnly(standard, 'AWS::SQS::QueuePolicy', 'Queue');
  const { 'Fn::Join': name } = bucket.Properties.BucketName as { 'Fn::Join': [string, unknown[]] };
  const [prefix, uuid] = name[1];
  expect(JSON.stringify(policy)).toContain(`:s3:::${prefix}",${JSON.stringify(uuid)}]`);
  expect(bucket.Properties.BucketName).toEqual(queue.Properties.QueueName);
});

test('the bucket is closed to the public, encrypted, and takes TLS 1.2 only', () => {
  expect(bucket.Properties.PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  expect(JSON.stringify(bucket.Properties.BucketEncryption)).toContain('AES256');
  standard.template.hasResourceProperties('AWS::S3::BucketPolicy', {
    Bucket: { Ref: bucketId },
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        Match.objectLike({ Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
      ]),
    },
  });
});

test('no custom resource sets the notification', () => {
  expect(ofType(standard, 'AWS::Lambda::Function')).toHaveLength(4);
  expect(Object.values(standard.resources).filter(({ Type }) => Type.startsWith('Custom::'))).toEqual([]);
});
