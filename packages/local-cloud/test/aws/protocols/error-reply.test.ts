import { cbor } from '@smithy/core/cbor';
import type { Reply } from '../../../src/aws/protocols/call';
import { commonError, errorReply, jsonReply } from '../../../src/aws/protocols/error-reply';
import type { CommonError, Protocol, ServiceName } from '../../../src/aws/protocols/services';

const text = ({ body }: Reply) => body.toString();

test.each<[service: ServiceName, error: CommonError, code: string, status: number]>([
  ['sqs', 'denied', 'AccessDenied', 403],
  ['sqs', 'throttled', 'RequestThrottled', 403],
  ['dynamodb', 'denied', 'AccessDeniedException', 400],
  ['dynamodb', 'failure', 'InternalServerError', 500],
  ['dynamodb', 'throttled', 'ProvisionedThroughputExceededException', 400],
  ['events', 'failure', 'InternalException', 500],
  ['secretsmanager', 'failure', 'InternalServiceError', 500],
  ['logs', 'malformed', 'SerializationException', 400],
  ['s3', 'throttled', 'SlowDown', 503],
  ['s3', 'unknown-key', 'InvalidAccessKeyId', 403],
  ['sns', 'denied', 'AccessDenied', 403],
  ['sts', 'unknown-action', 'InvalidAction', 400],
  ['cloudformation', 'throttled', 'Throttling', 400],
  ['lambda', 'throttled', 'TooManyRequestsException', 429],
  ['apigateway', 'unknown-action', 'UnknownOperationException', 404],
])('%s calls "%s" %s', (service, error, code, status) => {
  const reply = commonError(service, error, 'why');
  expect(reply.status).toBe(status);
  expect(text(reply)).toContain(code);
  expect(text(reply)).toContain('why');
});

describe('an error', () => {
  const error = { code: 'SomeException', message: 'a < b & c', status: 400 };

  it('of JSON names its type, and SQS’ older clients read it from a header', () => {
    const reply = errorReply('sqs', error);
    expect(JSON.parse(text(reply))).toEqual({ __type: 'com.amazonaws.sqs#SomeException', message: 'a < b & c' });
    expect(reply.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-query-error': 'SomeException;Sender',
    });
    expect(errorReply('sqs', { ...error, status: 500 }).headers['x-amzn-query-error']).toBe('SomeException;Receiver');
    expect(errorReply('events', error).headers).not.toHaveProperty('x-amzn-query-error');
  });

  it('of REST has its code in a header', () => {
    const { headers, status } = errorReply('lambda', { ...error, status: 409 });
    expect([headers['x-amzn-errortype'], headers['content-type'], status]).toEqual([
      'SomeException',
      'application/json',
      409,
    ]);
  });

  it('of S3 is XML of its own, whatever is in the sentence', () => {
    const reply = errorReply('s3', error);
    expect(text(reply)).toMatch(
      /^<\?xml[^>]+>\n<Error><Code>SomeException<\/Code><Message>a &lt; b &amp; c<\/Message><RequestId>[0-9A-F]{16}<\/RequestId><\/Error>$/,
    );
    expect(reply.headers['content-type']).toBe('application/xml');
  });

  it('of the query protocol says whose fault it is, with the request id of its header', () => {
    const reply = errorReply('sns', error);
    expect(text(reply)).toContain('<Type>Sender</Type><Code>SomeException</Code><Message>a &lt; b &amp; c</Message>');
    expect(text(reply)).toContain(`<RequestId>${reply.headers['x-amzn-requestid']}</RequestId>`);
    expect(text(errorReply('sns', { ...error, status: 500 }))).toContain('<Type>Receiver</Type>');
  });

  it('of CBOR is CBOR', () => {
    const reply = errorReply({ service: 'cloudwatch', protocol: 'cbor' }, error);
    expect(cbor.deserialize(Buffer.from(reply.body))).toEqual({
      __type: 'com.amazonaws.cloudwatch#SomeException',
      message: 'a < b & c',
    });
    expect(reply.headers).toMatchObject({
      'smithy-protocol': 'rpc-v2-cbor',
      'x-amzn-query-error': 'SomeException;Sender',
    });
  });

  it.each<[Protocol, RegExp]>([
    ['query', /^<\?xml/],
    ['json', /^\{"__type"/],
  ])('is written as its call was: %s', (protocol, shape) => {
    expect(text(errorReply({ service: 'cloudwatch', protocol }, error))).toMatch(shape);
  });
});

test('an answer is JSON of the service’s version, each with a request id of its own', () => {
  const [one, other] = [jsonReply('dynamodb', { Item: {} }), jsonReply('secretsmanager', {})];
  expect([one.status, text(one), one.headers['content-type']]).toEqual([
    200,
    '{"Item":{}}',
    'application/x-amz-json-1.0',
  ]);
  expect(other.headers['content-type']).toBe('application/x-amz-json-1.1');
  expect(one.headers['x-amzn-requestid']).not.toBe(other.headers['x-amzn-requestid']);
});
