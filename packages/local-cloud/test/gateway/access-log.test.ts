import type { GatewayRequest } from '../../src/gateway/gateway-request';
import { readApi } from './api-template';

const stream = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/amazon-apigateway-calls';
const format =
  '{"id":"$context.requestId","from":"$context.identity.sourceIp","status":"$context.status","tls":"$context.tlsVersion"}';
const readLog = (AccessLogSetting: object) => readApi({ stage: { AccessLogSetting } }).accessLog;
const request: GatewayRequest = {
  requestId: 'r1',
  extendedRequestId: 'e1',
  method: 'POST',
  path: '/sms/mo',
  query: 'secret=1',
  rawHeaders: [],
  body: Buffer.from('a text'),
  sourceIp: '203.0.113.7',
};

describe('an access log', () => {
  it('has of a request what its format names', () => {
    const log = readLog({ DestinationArn: stream, Format: format });
    expect(log?.destinationArn).toBe(stream);
    expect(log?.toLine({ request, status: 403, arrivedAtMs: 0 })).toBe(
      '{"id":"r1","from":"203.0.113.7","status":"403","tls":"-"}',
    );
  });

  it('is undefined if a stage has none, or one to CloudWatch Logs', () => {
    expect(readApi({}).accessLog).toBeUndefined();
    const group = 'arn:aws:logs:us-east-1:000000000000:log-group:calls';
    expect(readLog({ DestinationArn: group, Format: format })).toBeUndefined();
  });

  it.each([
    [
      'a stream of another name',
      { DestinationArn: stream.replace('amazon-apigateway-', ''), Format: format },
      'amazon-apigateway-',
    ],
    ['a format without an id', { DestinationArn: stream, Format: '$context.status' }, 'requestId'],
    ['two lines', { DestinationArn: stream, Format: '$context.requestId\n' }, 'one line'],
    [
      'a variable that is not known',
      { DestinationArn: stream, Format: '$context.requestId $context.path' },
      '$context.path',
    ],
    ['no format', { DestinationArn: stream }, 'a missing Format'],
  ])('refuses %s', (_, setting, why) => {
    expect(() => readLog(setting)).toThrow(why);
  });
});
