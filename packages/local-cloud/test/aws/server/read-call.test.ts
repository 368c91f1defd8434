import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { writeCbor } from '../../../src/aws/protocols/cbor';
import { addressOf, readCall } from '../../../src/aws/server/read-call';

interface Sent {
  readonly service?: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

function read({ service = 'sqs', method = 'POST', url = '/', headers = {}, body = '' }: Sent) {
  const message = Object.assign(new IncomingMessage(new Socket()), { method, url, headers });
  const address = addressOf(service, message);
  return 'status' in address ? address : readCall(address, message, Buffer.from(body));
}

function called(sent: Sent) {
  const call = read(sent);
  if ('status' in call) throw new Error(`it is refused: ${call.body}`);
  return call;
}

function refused(sent: Sent) {
  const reply = read(sent);
  if (!('status' in reply)) throw new Error('it is read');
  return { status: reply.status, text: reply.body.toString() };
}

describe('a call', () => {
  it('of JSON is named by its target', () => {
    const headers = { 'x-amz-target': 'AmazonSQS.SendMessage' };
    expect(called({ headers, body: '{"QueueUrl":"q"}' })).toMatchObject({
      service: 'sqs',
      protocol: 'json',
      action: 'SendMessage',
      input: { QueueUrl: 'q' },
      method: 'POST',
      url: '/',
      body: Buffer.from('{"QueueUrl":"q"}'),
    });
  });

  it('of the query protocol is a form, in the body or in the URL', () => {
    const form = 'Action=Publish&TopicArn=t';
    const expected = { protocol: 'query', action: 'Publish', input: { TopicArn: 't' } };
    expect(called({ service: 'sns', body: form })).toMatchObject(expected);
    expect(called({ service: 'sns', method: 'GET', url: `/?${form}` })).toMatchObject(expected);
  });

  it('of CloudWatch may be of three protocols, under the name that it signs with', () => {
    const body = writeCbor({ Namespace: 'N' });
    const cbor = { 'smithy-protocol': 'rpc-v2-cbor' };
    const url = '/service/GraniteServiceVersion20100801/operation/GetMetricData';
    const binary = called({ service: 'monitoring', url, headers: cbor, body });
    expect(binary).toMatchObject({
      service: 'cloudwatch',
      protocol: 'cbor',
      action: 'GetMetricData',
      input: { Namespace: 'N' },
    });
    const text = called({ service: 'monitoring', headers: { 'x-amz-target': 'G.ListMetrics' }, body: '{}' });
    expect(text).toMatchObject({ protocol: 'json', action: 'ListMetrics' });
    expect(called({ service: 'monitoring', body: 'Action=ListMetrics' })).toMatchObject({
      protocol: 'query',
      action: 'ListMetrics',
    });
  });

  it('of REST has its members in path, query and body', () => {
    const url = '/2015-03-31/event-source-mappings/uuid-1?Qualifier=q';
    const call = called({ service: 'lambda', method: 'PUT', url, body: '{"Enabled":false}' });
    expect(call).toMatchObject({
      protocol: 'rest-json',
      action: 'UpdateEventSourceMapping',
      input: { UUID: 'uuid-1', Qualifier: 'q', Enabled: false },
    });
  });

  it('of REST may have no body', () => {
    const call = called({ service: 'apigateway', method: 'GET', url: '/restapis/api' });
    expect(call).toMatchObject({ action: 'GetRestApi', input: { restApiId: 'api' } });
  });

  it('of S3 is named by method and URL', () => {
    const call = called({ service: 's3', method: 'PUT', url: '/bucket/key', body: 'text' });
    expect(call).toMatchObject({ protocol: 's3', action: 'PutObject', input: {}, body: Buffer.from('text') });
  });

  it.each(['toString', 'constructor', '__proto__'])('of JSON is refused for the action %s', (name) => {
    const { status, text } = refused({ headers: { 'x-amz-target': `AmazonSQS.${name}` }, body: '{}' });
    expect([status, text]).toEqual([400, expect.stringContaining('does not support')]);
  });
});

describe('refused is a call', () => {
  it.each(['', '[]', 'null', '{', 'text'])('whose body is %j and no object', (body) => {
    const headers = { 'x-amz-target': 'AmazonSQS.SendMessage' };
    const { status, text } = refused({ headers, body });
    expect([status, text]).toEqual([400, expect.stringContaining('The body cannot be read as an object.')]);
  });

  it('that no resource of a REST service has', () => {
    const { text } = refused({ service: 'lambda', method: 'GET', url: '/2015-03-31/layers?x=1' });
    expect(text).toContain('The local cloud does not support GET /2015-03-31/layers of lambda.');
  });

  it('of S3 that is not known', () => {
    const { status, text } = refused({ service: 's3', method: 'PATCH', url: '/bucket/key' });
    expect([status, text]).toEqual([501, expect.stringContaining('does not support this call of S3')]);
  });

  it('of a service that is not known, in the protocol that it seems to speak', () => {
    const sentence = 'The local cloud does not support the service ec2.';
    expect(refused({ service: 'ec2', body: '{}' }).text).toMatch(new RegExp(`^\\{.*${sentence}`));
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    expect(refused({ service: 'ec2', headers }).text).toMatch(new RegExp(`^<\\?xml[^]*${sentence}`));
  });
});
