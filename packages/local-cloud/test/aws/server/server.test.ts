import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { reserveEndpoint } from '../../../src/aws/free-endpoint';
import { createAuthorizer } from '../../../src/aws/iam/authorizer';
import { type AccessKey, type Denial, eventSourceMappingToken } from '../../../src/aws/iam/caller';
import { createGrantUse } from '../../../src/aws/iam/grant-use';
import type { AwsCall, AwsService } from '../../../src/aws/protocols/call';
import { jsonReply } from '../../../src/aws/protocols/error-reply';
import { createCallCounts } from '../../../src/aws/server/call-counts';
import { createCallers } from '../../../src/aws/server/callers';
import { startAwsServer } from '../../../src/aws/server/server';
import { createSignatures } from '../../../src/aws/server/signatures';
import { LocalCloudError } from '../../../src/base/local-cloud-error';
import { ServiceFaults } from '../../../src/faults/service-faults';
import { deployTemplate } from '../../../src/template/deploy-template';
import { signCall } from '../../support/sign-call';

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
  const { endpoint, server: listener } = await reserveEndpoint();
  const deployment = deployTemplate({ Resources }, { endpoint });
  const callers = createCallers(deployment);
  const carriedOut: AwsCall[] = [];
  const service = (resource: string): AwsService => ({
    actions: [],
    requirements: ({ service, action }) => [{ action: `${service}:${action}`, resource }],
    handle: async (call) => {
      carriedOut.push(call);
      return jsonReply(call.service, { heard: call.input });
    },
  });
  const crashed: string[] = [];
  const denied: Denial[] = [];
  const faults = new ServiceFaults(
    () => 0,
    () => 0,
  );
  const functionCalls = createCallCounts();
  const mappingCalls = createCallCounts();
  const grantUse = createGrantUse(deployment);
  const server = await startAwsServer(listener, {
    serviceOf: (name) => (name === 'sns' ? undefined : service(name === 'sqs' ? queue : '*')),
    signatures: createSignatures(callers, deployment.region),
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
  const role = callers.credentialsOf('Role');
  const call = (request: Request = {}) => post(endpoint, { key: role, ...request });
  return {
    operator: callers.operator,
    role,
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
  readonly key?: AccessKey;
  readonly service?: string;
  readonly target?: string;
  readonly body?: string;
  readonly sessionToken?: string;
}

async function post(endpoint: string, request: Request & { readonly key: AccessKey }) {
  const { key, service = 'sqs', target = 'AmazonSQS.SendMessage', body = '{"a":1}', sessionToken = 'worker' } = request;
  const named = { 'x-amz-target': target, 'x-amz-security-token': sessionToken };
  const headers = signCall({ endpoint, key, service, body, headers: named });
  const response = await fetch(endpoint, { method: 'POST', headers, body });
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
    const { status, body } = await given.call({ key: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 's' } });
    expect([status, JSON.parse(body).__type]).toEqual([403, 'com.amazonaws.sqs#InvalidClientTokenId']);
    expect(given.carriedOut).toEqual([]);
  });

  it('does not listen to an unsigned call', async () => {
    const response = await fetch(given.endpoint, { method: 'POST', body: '{}' });
    expect(response.status).toBe(403);
    expect(given.carriedOut).toEqual([]);
  });

  it('does not listen to a call with a role’s key and another secret', async () => {
    const { status, body } = await given.call({ key: { ...given.role, secretAccessKey: 'guessed' } });
    expect([status, JSON.parse(body).__type]).toEqual([403, 'com.amazonaws.sqs#SignatureDoesNotMatch']);
    expect([given.carriedOut, given.functionCalls.read()]).toEqual([[], {}]);
  });

  it('lets the operator do anything, uncounted and unfailed', async () => {
    given.faults.add({ service: 'sqs', mode: 'error' });
    const { status } = await given.call({ key: given.operator, target: 'AmazonSQS.PurgeQueue' });
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

  describe('of a large body', () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x');

    /** Sends until it is answered, or all has been sent. */
    async function sendMegabytes(count: number, headers: Readonly<Record<string, string>>) {
      const request = httpRequest(given.endpoint, { method: 'POST', headers });
      const answered = new Promise<IncomingMessage>((resolve, reject) =>
        request.on('response', resolve).on('error', reject),
      );
      let status: number | undefined;
      void answered.then(
        (answer) => {
          status = answer.statusCode;
        },
        () => undefined,
      );
      let sent = 0;
      while (sent < count && status === undefined) {
        sent += 1;
        if (!request.write(megabyte)) await Promise.race([once(request, 'drain'), answered]);
        await new Promise(setImmediate);
      }
      const answer = await answered;
      const text = Buffer.concat(await answer.toArray()).toString();
      request.destroy();
      return { sent, status: answer.statusCode, text };
    }

    it('keeps nothing where the call is not signed', async () => {
      const before = process.memoryUsage().arrayBuffers;
      const { status, sent } = await sendMegabytes(50, { 'transfer-encoding': 'chunked' });
      expect([status, sent < 50]).toEqual([403, true]);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * 1024 * 1024);
    });

    it.each([
      ['sqs', 413, 'RequestEntityTooLargeException'],
      ['events', 413, 'RequestEntityTooLargeException'],
      ['dynamodb', 413, 'RequestEntityTooLargeException'],
      ['s3', 400, 'EntityTooLarge'],
    ])('refuses what %s would not take, whether its length is announced or not', async (service, status, code) => {
      const { endpoint, operator: key } = given;
      const payload = service === 's3' ? { payloadHash: 'UNSIGNED-PAYLOAD' } : {};
      const headers = signCall({ endpoint, key, service, ...payload });
      for (const more of [{ 'transfer-encoding': 'chunked' }, { 'content-length': String(50 * 1024 * 1024) }]) {
        const answer = await sendMegabytes(50, { ...headers, ...more });
        expect([answer.status, answer.sent < 50]).toEqual([status, true]);
        expect(answer.text).toContain(code);
      }
      expect(given.carriedOut).toEqual([]);
    });

    it('answers who asks before it sends a body', async () => {
      const expecting = { expect: '100-continue', 'content-length': '5' };
      const ask = async (headers: Readonly<Record<string, string>>) => {
        const request = httpRequest(given.endpoint, { method: 'POST', headers });
        request.flushHeaders();
        const word = await Promise.race([
          once(request, 'continue').then(() => 'go on'),
          once(request, 'response').then(([answer]) => answer.statusCode),
        ]);
        request.destroy();
        return word;
      };
      const { endpoint, operator: key } = given;
      expect(await ask(expecting)).toBe(403);
      expect(await ask({ ...signCall({ endpoint, key, service: 'sqs', body: '{"a"}' }), ...expecting })).toBe('go on');
    });
  });
});
