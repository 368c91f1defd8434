import { objectCreatedEvent, testEvent } from '../../../src/aws/s3/object-created-event';

const object = { bucket: 'b', key: 'overflow/a b+é/c.json', eventName: 'ObjectCreated:Put', size: 7, etag: '"abc"' };
const place = { region: 'eu-west-1', accountId: '000000000000' };

describe('objectCreatedEvent', () => {
  it('has the shape that S3 sends', () => {
    expect(objectCreatedEvent(object, 'rule', place)).toEqual({
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          awsRegion: 'eu-west-1',
          eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          eventName: 'ObjectCreated:Put',
          userIdentity: { principalId: expect.any(String) },
          requestParameters: { sourceIPAddress: expect.any(String) },
          responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
          s3: {
            s3SchemaVersion: '1.0',
            configurationId: 'rule',
            bucket: { name: 'b', ownerIdentity: { principalId: expect.any(String) }, arn: 'arn:aws:s3:::b' },
            object: { key: 'overflow/a+b%2B%C3%A9/c.json', size: 7, eTag: 'abc', sequencer: expect.any(String) },
          },
        },
      ],
    });
  });

  it('differs from a test event', () => {
    expect(testEvent('b')).toMatchObject({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'b' });
  });
});
