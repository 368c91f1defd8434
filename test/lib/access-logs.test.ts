import { Match } from 'aws-cdk-lib/assertions';
import { ofType, synthesize, theOnly } from './synth';

const logging = synthesize({ accessLogs: true, previousStageName: 'before', logRetentionDays: 7 });
const [streamId, stream] = theOnly(logging, 'AWS::KinesisFirehose::DeliveryStream');
const [bucketId] = theOnly(logging, 'AWS::S3::Bucket');

test('without the setting there is no stream, and no stage logs', () => {
  const standard = synthesize();
  expect(ofType(standard, 'AWS::KinesisFirehose::DeliveryStream')).toEqual([]);
  for (const [, { Properties }] of ofType(standard, 'AWS::ApiGateway::Stage')) {
    expect(Properties).not.toHaveProperty('AccessLogSetting');
  }
});

test('each stage logs to the stream: no path, no header, no text, and the id that no caller can choose', () => {
  const stages = ofType(logging, 'AWS::ApiGateway::Stage');
  expect(stages).toHaveLength(2);
  for (const [, { Properties }] of stages) {
    const { DestinationArn, Format } = Properties.AccessLogSetting as Record<string, string>;
    expect(JSON.stringify(DestinationArn)).toContain(streamId);
    expect(JSON.parse(Format ?? '')).toEqual({
      time: '$context.requestTimeEpoch',
      requestId: '$context.extendedRequestId',
      sourceIp: '$context.identity.sourceIp',
      status: '$context.status',
      tlsVersion: '$context.tlsVersion',
      cipherSuite: '$context.cipherSuite',
    });
  }
});

test('no account-wide role is made for it', () => {
  expect(ofType(logging, 'AWS::ApiGateway::Account')).toEqual([]);
});

test('the stream has the name that API Gateway asks for, is encrypted, and delivers under its prefix', () => {
  expect(JSON.stringify(stream.Properties.DeliveryStreamName)).toContain('"amazon-apigateway-vibes-"');
  expect(stream.Properties).toMatchObject({
    DeliveryStreamType: 'DirectPut',
    DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
    ExtendedS3DestinationConfiguration: {
      BucketARN: { 'Fn::GetAtt': [bucketId, 'Arn'] },
      Prefix: 'access-logs/',
      BufferingHints: { IntervalInSeconds: 60 },
    },
  });
});

test('its role reaches the objects of that prefix alone', () => {
  logging.template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
          Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucketId, 'Arn'] }, '/access-logs/*']] },
        },
        {
          Effect: 'Allow',
          Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
          Resource: { 'Fn::GetAtt': [bucketId, 'Arn'] },
        },
      ],
    },
  });
});

test('the lines are kept as long as other logs', () => {
  logging.template.hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: {
      Rules: Match.arrayWith([Match.objectLike({ Prefix: 'access-logs/', ExpirationInDays: 7 })]),
    },
  });
});
