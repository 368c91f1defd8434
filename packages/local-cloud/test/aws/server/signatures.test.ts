import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { GetRestApiCommand } from '@aws-sdk/client-api-gateway';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AccessKey } from '../../../src/aws/iam/caller';
import { createCallers } from '../../../src/aws/server/callers';
import { createSignatures } from '../../../src/aws/server/signatures';
import { amzTime, sha256Hex, signatureOf, signingKey } from '../../../src/aws/server/sigv4';
import { readBody } from '../../../src/base/read-body';
import { deployTemplate } from '../../../src/template/deploy-template';
import { signCall, type ToSign } from '../../support/sign-call';
import { clientsOf } from '../clients';

const Resources = { Role: { Type: 'AWS::IAM::Role' } };
const callers = createCallers(deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' }));
const key = callers.operator;
const sent = new Date('2026-01-02T03:04:05Z');
/** Of the server; undefined is the real one. */
let now: Date | undefined;
let server: Server;
let endpoint: string;
const statuses: number[] = [];

/** Says of each call whether it is verified, or in whose words it is not. */
beforeAll(async () => {
  const signatures = createSignatures(callers, 'us-east-1', {
    now: () => now ?? new Date(),
    skewOf: (token) => (token === 'worker-ahead' ? 86_400_000 : 0),
  });
  server = createServer(async (request, response) => {
    const head = signatures.verifyHead(request);
    const refusal = 'status' in head ? head : head.checkBody(await readBody(request));
    statuses.push(refusal?.status ?? 200);
    if (refusal === undefined && !('status' in head)) response.end(`verified ${head.caller.arn}`);
    else response.writeHead(refusal?.status ?? 500, refusal?.headers).end(refusal?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  now = undefined;
});
afterAll(() => server.close());

describe('what the SDK signs is verified', () => {
  const commands: Readonly<Record<string, (clients: ReturnType<typeof clientsOf>) => Promise<unknown>>> = {
    sqs: ({ sqs }) => sqs.send(new SendMessageCommand({ QueueUrl: 'http://q/1/q', MessageBody: 'grüße 😀' })),
    dynamodb: ({ dynamodb }) => dynamodb.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' } } })),
    events: ({ events }) => events.send(new PutEventsCommand({ Entries: [{ Detail: '{}' }] })),
    secrets: ({ secrets }) => secrets.send(new GetSecretValueCommand({ SecretId: 's' })),
    cloudformation: ({ cloudformation }) => cloudformation.send(new DescribeStacksCommand({ StackName: 'a b&c' })),
    sts: ({ sts }) => sts.send(new GetCallerIdentityCommand({})),
    lambda: ({ lambda }) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'arn:aws:lambda:x:1:f' })),
    'lambda with a query': ({ lambda }) =>
      lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn: 'arn:a b+c/ü', MaxItems: 1 })),
    apigateway: ({ apigateway }) => apigateway.send(new GetRestApiCommand({ restApiId: 'a b' })),
    cloudwatch: ({ cloudwatch }) =>
      cloudwatch.send(
        new GetMetricDataCommand({ MetricDataQueries: [], StartTime: new Date(0), EndTime: new Date(1) }),
      ),
    logs: ({ logs }) => logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/f' })),
    sns: ({ sns }) => sns.send(new ListTopicsCommand({})),
    's3 PutObject': ({ s3 }) => s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'a/b (c)+ü//d.txt', Body: 'body' })),
    's3 PutObject of a stream': ({ s3 }) =>
      s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: Readable.from(['bo', 'dy']), ContentLength: 4 })),
    's3 GetObject': ({ s3 }) => s3.send(new GetObjectCommand({ Bucket: 'b', Key: "it's 100%.txt", VersionId: 'v=1' })),
    's3 ListObjectsV2': ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket: 'b', Prefix: 'a b/ü', Delimiter: '/' })),
    's3 DeleteObjects': ({ s3 }) =>
      s3.send(new DeleteObjectsCommand({ Bucket: 'b', Delete: { Objects: [{ Key: 'a&b' }] } })),
  };

  it.each(Object.keys(commands))('%s', async (name) => {
    statuses.length = 0;
    const clients = clientsOf(endpoint, key);
    // It is answered in no service's words: the client may not be able to read that.
    await commands[name]?.(clients).catch(() => undefined);
    expect(statuses).toEqual([200]);
    clients.destroy();
  });
});

describe('a call is refused', () => {
  const call: Omit<ToSign, 'endpoint'> = {
    ...{ key, service: 'sqs', body: '{"a":1}', headers: { 'x-amz-target': 'AmazonSQS.SendMessage' } },
  };
  const post = (signed: Record<string, string>, { body = '{"a":1}', url = '/', method = 'POST' } = {}) =>
    send(method, url, signed, body);
  const signed = (more: Partial<ToSign> = {}) => signCall({ ...call, endpoint, ...more });

  it('in none of its parts as it was signed', async () => {
    expect(await post(signed())).toMatchObject({ status: 200, text: expect.stringMatching(/^verified arn:/) });
  });

  it.each([
    ['with another body', {}, { body: '{"a":2}' }],
    ['with another path', {}, { url: '/q' }],
    ['with another query', {}, { url: '/?a=1' }],
    ['with another method', {}, { method: 'PUT' }],
    ['with another header', { headers: { 'x-amz-target': 'AmazonSQS.PurgeQueue' } }, {}],
    ['for another host', { endpoint: 'http://127.0.0.1:1' }, {}],
    ['with another secret', { key: { ...key, secretAccessKey: 's' } }, {}],
  ])('%s', async (_name, more: Partial<ToSign>, otherwise) => {
    const headers = { ...signed(more), 'x-amz-target': 'AmazonSQS.SendMessage' };
    expect(await post(headers, otherwise)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  });

  it('with a header of AWS that is not signed', async () => {
    const { status, text } = await post(signed({ unsigned: { 'x-amz-security-token': 'worker-1' } }));
    expect([status, text]).toEqual([403, expect.stringContaining("'x-amz-security-token' must be a signed header")]);
  });

  it.each([
    ['sqs', 403, 'SignatureDoesNotMatch'],
    ['dynamodb', 400, 'InvalidSignatureException'],
    ['events', 400, 'InvalidSignatureException'],
    ['lambda', 403, 'InvalidSignatureException'],
    ['sts', 403, 'SignatureDoesNotMatch'],
    ['s3', 403, 'SignatureDoesNotMatch'],
  ])('in the words of %s', async (service, status, code) => {
    const hash = service === 's3' ? { payloadHash: sha256Hex('{"a":1}') } : {};
    const headers = signed({ service, headers: {}, ...hash, key: { ...key, secretAccessKey: 's' } });
    expect(await post(headers)).toMatchObject({ status, code });
  });

  it.each([
    ['sqs', 5 * 60_000],
    ['s3', 15 * 60_000],
  ])('of %s when its time is off by more than %d ms', async (service, ms) => {
    const payload = service === 's3' ? { payloadHash: sha256Hex('{"a":1}') } : {};
    const headers = signed({ service, at: sent, ...payload });
    const statusAt = async (differenceMs: number) => {
      now = new Date(sent.getTime() + differenceMs);
      return (await post(headers)).status;
    };
    expect([await statusAt(-ms), await statusAt(ms)]).toEqual([200, 200]);
    expect([await statusAt(-ms - 1), await statusAt(ms + 1)]).toEqual([403, 403]);
  });

  it('but not of a worker whose clock a fault has put wrong, by that clock or by the true one', async () => {
    const from = (token: string) => signed({ headers: { 'x-amz-security-token': token }, at: sent });
    const statusAt = async (token: string, at: Date) => {
      now = at;
      return (await post(from(token))).status;
    };
    const dayBefore = new Date(sent.getTime() - 86_400_000);
    expect([await statusAt('worker-ahead', dayBefore), await statusAt('worker-ahead', sent)]).toEqual([200, 200]);
    expect(await statusAt('worker-1', dayBefore)).toBe(403);
  });

  it('with a day in its scope that is not the one of its time', async () => {
    const headers = signed({ at: sent });
    now = sent;
    const authorization = headers.authorization?.replace('/20260102/', '/20260103/') ?? '';
    expect((await post({ ...headers, authorization })).text).toContain('Date in Credential scope does not match');
  });

  it('in another region', async () => {
    expect((await post(signed({ region: 'eu-west-1' }))).text).toContain('scoped to a valid region, not ');
    expect((await post(signed({ service: 's3', region: 'eu-west-1' }))).code).toBe('AuthorizationHeaderMalformed');
  });

  it('of S3 whose body is another one than was said, or of which nothing was said', async () => {
    const ofS3 = { service: 's3', headers: {} };
    const { status, code } = await post(signed({ ...ofS3, payloadHash: sha256Hex('other') }));
    expect([status, code]).toEqual([400, 'XAmzContentSHA256Mismatch']);
    expect((await post(signed(ofS3))).text).toContain('x-amz-content-sha256');
    expect((await post(signed({ ...ofS3, payloadHash: 'UNSIGNED-PAYLOAD' }))).status).toBe(200);
    const chunks = await post(signed({ ...ofS3, payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }));
    expect([chunks.status, chunks.text]).toEqual([
      501,
      expect.stringContaining('does not verify a body of STREAMING-'),
    ]);
  });

  it('of another service that leaves its body unsigned', async () => {
    expect((await post(signed({ payloadHash: 'UNSIGNED-PAYLOAD' }))).status).toBe(400);
  });

  it('of a guest without its session token', async () => {
    const expiresAt = new Date('2999-01-01');
    const guest = callers.invite({ name: 'guest', statements: [], expiresAt });
    const token = { 'x-amz-security-token': guest.sessionToken };
    const headers = { 'x-amz-target': 'AmazonSQS.SendMessage' };
    expect((await post(signed({ key: guest, headers: { ...headers, ...token } }))).status).toBe(200);
    expect(await post(signed({ key: guest, headers }))).toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
  });

  it('of a role without a session token', async () => {
    const role = callers.credentialsOf('Role');
    const token = { 'x-amz-security-token': 'worker-1' };
    expect((await post(signed({ key: role, headers: token }))).status).toBe(200);
    expect(await post(signed({ key: role }))).toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
  });

  it.each([
    ['of nothing', ''],
    ['that is not an AWS signature', 'Basic YTpi'],
    ['without a signature', 'AWS4-HMAC-SHA256 Credential=k/20260102/us-east-1/sqs/aws4_request, SignedHeaders=host'],
    ['of half a scope', 'AWS4-HMAC-SHA256 Credential=k/sqs, SignedHeaders=host, Signature=s'],
  ])('with an Authorization header %s', async (_name, authorization) => {
    const { status, text } = await post({ authorization, 'x-amz-date': amzTime(new Date()) });
    expect([status, text]).toEqual([403, expect.stringContaining('The call is not signed')]);
  });
});

describe('a presigned URL', () => {
  const presigned = (method: string, more: Readonly<Record<string, string>> = {}, secret: AccessKey = key) => {
    const scope = { date: '20260102', region: 'us-east-1', service: 's3' };
    const time = amzTime(sent);
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${secret.accessKeyId}/20260102/us-east-1/s3/aws4_request`,
      'X-Amz-Date': time,
      'X-Amz-Expires': '3600',
      'X-Amz-SignedHeaders': 'host',
      ...more,
    });
    const url = `/bucket/key?${query}`;
    const signature = signatureOf(signingKey(secret.secretAccessKey, scope), scope, {
      ...{ method, url, headers: { host: new URL(endpoint).host }, signedHeaders: ['host'], time },
      payloadHash: 'UNSIGNED-PAYLOAD',
    });
    return `${url}&X-Amz-Signature=${signature}`;
  };

  it('is good for its method until it expires', async () => {
    const url = presigned('GET');
    now = new Date(sent.getTime() + 3_600_000);
    expect((await send('GET', url, {}, '')).status).toBe(200);
    expect(await send('PUT', url, {}, 'x')).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    now = new Date(sent.getTime() + 3_600_001);
    expect(await send('GET', url, {}, '')).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  it('may not be changed, nor be good for more than a week', async () => {
    now = sent;
    expect((await send('GET', presigned('GET').replace('/key?', '/other?'), {}, '')).status).toBe(403);
    expect((await send('GET', presigned('GET').replace('=3600', '=3601'), {}, '')).status).toBe(403);
    expect((await send('GET', presigned('GET', { 'X-Amz-Expires': '604801' }), {}, '')).status).toBe(403);
    expect((await send('GET', presigned('GET', { 'X-Amz-Expires': '604800' }), {}, '')).status).toBe(200);
  });
});

/** Exactly what is given: `fetch` would tidy a URL. */
function send(method: string, path: string, headers: Readonly<Record<string, string>>, body: string) {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number | undefined; code: string; text: string }>((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path, headers },
      async (response: IncomingMessage) => {
        const text = (await readBody(response)).toString();
        const code = /#(\w+)"/.exec(text)?.[1] ?? /<Code>(\w+)</.exec(text)?.[1] ?? '';
        resolve({ status: response.statusCode, code, text });
      },
    );
    request.on('error', reject).end(body);
  });
}
