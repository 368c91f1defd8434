import type { AwsCall, AwsService } from '../../../../local/aws/call';
import { jsonReply } from '../../../../local/aws/error-reply';
import { freeEndpoint } from '../../../../local/aws/free-endpoint';
import { createAuthorizer } from '../../../../local/aws/iam/authorizer';
import { createGrantUse } from '../../../../local/aws/iam/grant-use';
import { type Denial, eventSourceMappingToken } from '../../../../local/aws/local-aws';
import { createCallCounts } from '../../../../local/aws/server/call-counts';
import { createCallers } from '../../../../local/aws/server/callers';
import { startAwsServer } from '../../../../local/aws/server/server';
import { createFaults } from '../../../../local/faults/service-faults';
import { LocalCloudError } from '../../../../local/local-cloud-error';
import { deployTemplate } from '../../../../local/template/deploy-template';

const queue = 'arn:aws:sqs:us-east-1:000000000000:q';
const Resources = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [{ PolicyDocument: { Statement: { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue } } }],
    },
  },
};

async function start() {
  const endpoint = await freeEndpoint();
  const deployment = deployTemplate({ Resources }, { endpoint });
  const callers = createCallers(deployment, 'token');
  const carriedOut: AwsCall[] = [];
  const service = (resource: string): AwsService => ({
    requirements: ({ service, action }) => [{ action: `${service}:${action}`, resource }],
    handle: async (call) => {
      carriedOut.push(call);
      return jsonReply(call.service, { heard: call.input });
    },
  });
  const crashed: string[] = [];
  const denied: Denial[] = [];
  const faults = createFaults({ nowMs: () => 0, random: () => 0 });
  const functionCalls = createCallCounts();
  const mappingCalls = createCallCounts();
  const grantUse = createGrantUse(deployment);
  const server = await startAwsServer(endpoint, {
    serviceOf: (name) => (name === 'sns' ? undefined : service(name === 'sqs' ? queue : '*')),
    callers,
    authorizer: createAuthorizer(deployment),
    grantUse,
    faults,
    functionCalls,
    mappingCalls,
    random: () => 0,
    onCrash: (token) => crashed.push(token),
    warmUp: { carryOut: () => undefined },
    onDenied: (denial) => denied.push(denial),
  });
  const role = callers.credentialsOf('Role').accessKeyId;
  const call = (request: Request = {}) => post(endpoint, { accessKeyId: role, ...request });
  return {
    operator: callers.operator,
    endpoint,
    server,
    call,
    carriedOut,
    crashed,
    denied,
    faults,
    functionCalls,
    mappingCalls,
    grantUse,
  };
}

interface Request {
  readonly accessKeyId?: string;
  readonly service?: string;
  readonly target?: string;
  readonly body?: string;
  readonly sessionToken?: string;
}

async function post(endpoint: string, request: Request) {
  const { accessKeyId, service = 'sqs', target = 'AmazonSQS.SendMessage', body = '{"a":1}', sessionToken } = request;
  const credential = `${accessKeyId}/20260101/us-east-1/${service}/aws4_request`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
      ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
    },
    body,
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

describe('the server', () => {
  let given: Awaited<ReturnType<typeof start>>;
  beforeEach(async () => {
    given = await start();
  });
  afterEach(() => given.server.stop());

  it('carries out what the role may do, and counts it', async () => {
    const { status, body } = await given.call();
    expect([status, JSON.parse(body)]).toEqual([200, { heard: { a: 1 } }]);
    expect(given.functionCalls.read()).toEqual({ sqs: { SendMessage: 1 } });
    expect(given.grantUse.read()).toMatchObject([{ action: 'sqs:SendMessage', calls: 1 }]);
  });

  it('refuses what the role may not do, counts it and tells it', async () => {
    const { status, headers, body } = await given.call({ target: 'AmazonSQS.DeleteMessage' });
    expect([status, headers.get('x-amzn-query-error')]).toEqual([403, 'AccessDenied;Sender']);
    expect(JSON.parse(body).message).toContain(`not authorized to perform: sqs:DeleteMessage on resource: ${queue}`);
    expect(given.carriedOut).toEqual([]);
    expect(given.functionCalls.read()).toEqual({ sqs: { DeleteMessage: 1 } });
    expect(given.grantUse.read()).toMatchObject([{ action: 'sqs:SendMessage', calls: 0 }]);
    expect(given.denied).toEqual([{ roleLogicalId: 'Role', action: 'sqs:DeleteMessage', resource: queue }]);
  });

  it.each([
    ['dynamodb', 400, 'AccessDeniedException'],
    ['events', 400, 'AccessDeniedException'],
    ['secretsmanager', 400, 'AccessDeniedException'],
  ])('refuses in the shape of %s', async (service, status, code) => {
    const answer = await given.call({ service });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body).__type).toMatch(new RegExp(`#${code}$`));
  });

  it('does not know a stranger', async () => {
    const { status, body } = await given.call({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
    expect([status, JSON.parse(body).__type]).toEqual([403, 'com.amazonaws.sqs#InvalidClientTokenId']);
    expect(given.carriedOut).toEqual([]);
  });

  it('does not listen to an unsigned call', async () => {
    const response = await fetch(given.endpoint, { method: 'POST', body: '{}' });
    expect(response.status).toBe(403);
    expect(given.carriedOut).toEqual([]);
  });

  it('lets the operator do anything, uncounted and unfailed', async () => {
    given.faults.add({ service: 'sqs', mode: 'error' });
    const { status } = await given.call({ accessKeyId: given.operator.accessKeyId, target: 'AmazonSQS.PurgeQueue' });
    expect([status, given.functionCalls.read()]).toEqual([200, {}]);
  });

  it('fails a call that meets a fault', async () => {
    given.faults.add({ service: 'sqs', mode: 'error', count: 1 });
    expect([(await given.call()).status, (await given.call()).status]).toEqual([500, 200]);
    expect(given.functionCalls.read()).toEqual({ sqs: { SendMessage: 2 } });
  });

  it('counts the event source mapping apart, and never fails it', async () => {
    given.faults.add({ service: 'sqs', mode: 'error', count: 1 });
    expect((await given.call({ sessionToken: eventSourceMappingToken })).status).toBe(200);
    expect((await given.call({ sessionToken: 'worker-1' })).status).toBe(500);
    expect([given.mappingCalls.read(), given.functionCalls.read()]).toEqual([
      { sqs: { SendMessage: 1 } },
      { sqs: { SendMessage: 1 } },
    ]);
  });

  it('asks the policies of the event source mapping too', async () => {
    const answer = await given.call({ sessionToken: eventSourceMappingToken, target: 'AmazonSQS.ReceiveMessage' });
    expect(answer.status).toBe(403);
  });

  it('tells which worker a crash hits, and never answers it', async () => {
    given.faults.add({ service: 'sqs', mode: 'crash-after' });
    await expect(given.call({ sessionToken: 'worker-7' })).rejects.toThrow();
    expect([given.crashed, given.carriedOut.length]).toEqual([['worker-7'], 1]);
  });

  it('says that it does not support another service', async () => {
    const { status, body } = await given.call({ service: 'kinesis' });
    expect([status, JSON.parse(body).message]).toEqual([400, 'The local cloud does not support the service kinesis.']);
  });

  it.each(['not json', '[]', ''])('refuses the body %j', async (body) => {
    const answer = await given.call({ body });
    expect([answer.status, JSON.parse(answer.body).__type]).toEqual([400, 'com.amazonaws.sqs#SerializationException']);
  });

  it('says which port is taken', async () => {
    const other = startAwsServer(given.endpoint, {} as Parameters<typeof startAwsServer>[1]);
    await expect(other).rejects.toThrow(LocalCloudError);
    await expect(other).rejects.toThrow(new URL(given.endpoint).port);
  });

  it('stops while a call is held without an answer', async () => {
    given.faults.add({ service: 'sqs', mode: 'timeout' });
    const held = given.call().catch(() => 'cut off');
    while (given.functionCalls.read().sqs === undefined) await new Promise(setImmediate);
    await given.server.stop();
    await expect(held).resolves.toBe('cut off');
    given = await start();
  });
});
