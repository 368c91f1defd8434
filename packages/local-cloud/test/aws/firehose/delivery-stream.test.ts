import { readDeliveryStreams } from '../../../src/aws/firehose/delivery-stream';
import { deployTemplate } from '../../../src/template/deploy-template';

function read(destination: object = {}, stream: object = {}, service = 'firehose.amazonaws.com') {
  const Resources = {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'logs' } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: service } }] } },
    },
    Stream: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: {
        DeliveryStreamName: 'calls',
        ExtendedS3DestinationConfiguration: {
          BucketARN: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
          RoleARN: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Prefix: 'calls/',
          ...destination,
        },
        ...stream,
      },
    },
  };
  return readDeliveryStreams(deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' }));
}

describe('a Firehose stream', () => {
  it("delivers to its bucket as its role, with the service's own buffering", () => {
    expect(read()).toEqual([
      {
        name: 'calls',
        arn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/calls',
        bucket: 'logs',
        prefix: 'calls/',
        roleLogicalId: 'Role',
        bufferSeconds: 300,
        bufferBytes: 5 * 1024 * 1024,
      },
    ]);
  });

  it('has the buffering that it asks for', () => {
    const BufferingHints = { IntervalInSeconds: 60, SizeInMBs: 1 };
    expect(read({ BufferingHints })).toMatchObject([{ bufferSeconds: 60, bufferBytes: 1024 * 1024 }]);
  });

  it.each<[what: string, destination: object, stream: object]>([
    ['CompressionFormat', { CompressionFormat: 'GZIP' }, {}],
    ['Prefix', { Prefix: '!{timestamp:yyyy}/' }, {}],
    ['ProcessingConfiguration', { ProcessingConfiguration: {} }, {}],
    ['DirectPut', {}, { DeliveryStreamType: 'KinesisStreamAsSource' }],
    ['901 as IntervalInSeconds', { BufferingHints: { IntervalInSeconds: 901 } }, {}],
    ['a role of another stack', { RoleARN: 'arn:aws:iam::000000000000:role/other' }, {}],
  ])('refuses %s, which it does not do', (what, destination, stream) => {
    expect(() => read(destination, stream)).toThrow(what);
  });

  it('needs a role that Firehose may take', () => {
    expect(() => read({}, {}, 'lambda.amazonaws.com')).toThrow('Firehose may not take the role');
  });
});
