import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { writeCbor } from '../../../../local/aws/protocols/cbor';
import { readCall } from '../../../../local/aws/server/read-call';

interface Sent {
  readonly service?: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly chunks?: readonly (string | Buffer)[];
}

/** A request as Node's HTTP server hands it over, signed with the key `key`. */
function request({ service = 'sqs', method = 'POST', url = '/', headers = {}, chunks = [] }: Sent): IncomingMessage {
  const scope = `Credential=key/20260101/us-east-1/${service}/aws4_request`;
  const message = new IncomingMessage(new Socket());
  const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=s`;
  Object.assign(message, { method, url, headers: { authorization, ...headers } });
  for (const chunk of chunks) message.push(chunk);
  message.push(null);
  return message;
}

async function called(sent: Sent) {
  const read = await readCall(request(sent));
  if ('status' in read) throw new Error(`it is refused: ${read.body}`);
  return read;
}

async function refused(sent: Sent, more: Partial<IncomingMessage> = {}) {
  const read = await readCall(Object.assign(request(sent), more));
  if (!('status' in read)) throw new Error('it is read');
  return { status: read.status, text: read.body.toString() };
}

describe('a call', () => {
  it('of JSON is named by its target, whatever pieces its body comes in', async () => {
    const headers = { 'x-amz-target': 'AmazonSQS.SendMessage', 'x-amz-security-token': 'worker-1' };
    const { accessKeyId, sessionToken, call } = await called({ headers, chunks: ['{"QueueUrl":', '"q"}'] });
    expect([accessKeyId, sessionToken]).toEqual(['key', 'worker-1']);
    expect(call).toMatchObject({
      service: 'sqs',
      protocol: 'json',
      action: 'SendMessage',
      input: { QueueUrl: 'q' },
      method: 'POST',
      url: '/',
      body: Buffer.from('{"QueueUrl":"q"}'),
    });
  });

  it('without a session token has an empty one', async () => {
    const { sessionToken } = await called({ headers: { 'x-amz-target': 'A.B' }, chunks: ['{}'] });
    expect(sessionToken).toBe('');
  });

  it('of the query protocol is a form, in the body or in the URL', async () => {
    const form = 'Action=Publish&TopicArn=t';
    const expected = { protocol: 'query', action: 'Publish', input: { TopicArn: 't' } };
    expect((await called({ service: 'sns', chunks: [form] })).call).toMatchObject(expected);
    expect((await called({ service: 'sns', method: 'GET', url: `/?${form}` })).call).toMatchObject(expected);
  });

  it('of CloudWatch may be of three protocols, under the name that it signs with', async () => {
    const chunks = [writeCbor({ Namespace: 'N' })];
    const cbor = { 'smithy-protocol': 'rpc-v2-cbor' };
    const url = '/service/GraniteServiceVersion20100801/operation/GetMetricData';
    const binary = await called({ service: 'monitoring', url, headers: cbor, chunks });
    expect(binary.call).toMatchObject({
      service: 'cloudwatch',
      protocol: 'cbor',
      action: 'GetMetricData',
      input: { Namespace: 'N' },
    });
    const text = await called({ service: 'monitoring', headers: { 'x-amz-target': 'G.ListMetrics' }, chunks: ['{}'] });
    expect(text.call).toMatchObject({ protocol: 'json', action: 'ListMetrics' });
    expect((await called({ service: 'monitoring', chunks: ['Action=ListMetrics'] })).call).toMatchObject({
      protocol: 'query',
      action: 'ListMetrics',
    });
  });

  it('of REST has its members in path, query and body', async () => {
    const url = '/2015-03-31/event-source-mappings/uuid-1?Qualifier=q';
    const { call } = await called({ service: 'lambda', method: 'PUT', url, chunks: ['{"Enabled":false}'] });
    expect(call).toMatchObject({
      protocol: 'rest-json',
      action: 'UpdateEventSourceMapping',
      input: { UUID: 'uuid-1', Qualifier: 'q', Enabled: false },
    });
  });

  it('of REST may have no body', async () => {
    const { call } = await called({ service: 'apigateway', method: 'GET', url: '/restapis/api' });
    expect(call).toMatchObject({ action: 'GetRestApi', input: { restApiId: 'api' } });
  });

  it('of S3 is named by method and URL', async () => {
    const { call } = await called({ service: 's3', method: 'PUT', url: '/bucket/key', chunks: ['text'] });
    expect(call).toMatchObject({ protocol: 's3', action: 'PutObject', input: {}, body: Buffer.from('text') });
  });
});

describe('refused is a call', () => {
  it.each(['', '[]', 'null', '{', 'text'])('whose body is %j and no object', async (body) => {
    const headers = { 'x-amz-target': 'AmazonSQS.SendMessage' };
    const { status, text } = await refused({ headers, chunks: body === '' ? [] : [body] });
    expect([status, text]).toEqual([400, expect.stringContaining('The body cannot be read as an object.')]);
  });

  it('that no resource of a REST service has', async () => {
    const { text } = await refused({ service: 'lambda', method: 'GET', url: '/2015-03-31/layers?x=1' });
    expect(text).toContain('The local cloud does not support GET /2015-03-31/layers of lambda.');
  });

  it('of S3 that is not known', async () => {
    const { status, text } = await refused({ service: 's3', method: 'PATCH', url: '/bucket/key' });
    expect([status, text]).toEqual([501, expect.stringContaining('does not support this call of S3')]);
  });

  it('of a service that is not known, in the protocol that it seems to speak', async () => {
    const sentence = 'The local cloud does not support the service ec2.';
    expect((await refused({ service: 'ec2', chunks: ['{}'] })).text).toMatch(new RegExp(`^\\{.*${sentence}`));
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    expect((await refused({ service: 'ec2', headers })).text).toMatch(new RegExp(`^<\\?xml[^]*${sentence}`));
  });

  it.each([
    ['S3’s way', {}, /^<\?xml/],
    ['JSON', { 'x-amz-target': 'DynamoDB_20120810.GetItem' }, /^\{/],
  ])('that is not signed: %s', async (_name, headers, shape) => {
    const { status, text } = await refused({}, { headers });
    expect([400, 403]).toContain(status);
    expect(text).toMatch(shape);
    expect(text).toContain('The call is not signed');
  });
});
