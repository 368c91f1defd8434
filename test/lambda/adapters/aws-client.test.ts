import { createHash } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import { createAwsClient } from '../../../lambda/adapters/aws-client';
import { createCallbackQueue } from '../../../lambda/adapters/callback-queue';
import { s3ClientOptions } from '../../../lambda/adapters/client-options';
import { createOverflowStore } from '../../../lambda/adapters/overflow-store';
import { createSecretVersions } from '../../../lambda/adapters/secret-versions';
import { json, type Received, wireServer } from '../../support/wire-server';

const idle = new AbortController().signal;
const call = { method: 'POST', path: '/', headers: { 'x-amz-target': 'T' }, body: '{"a":"é"}' } as const;

let server: Awaited<ReturnType<typeof wireServer>>;
afterEach(() => server.stop());

/** Takes every message, object and question. */
async function willing() {
  return wireServer((response, one) => {
    if (one.method === 'PUT') return void response.end();
    const { MessageBody = '' } = JSON.parse(one.body);
    const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
    json({ MD5OfMessageBody, MessageId: '1', SecretString: 'text' })(response, one);
  });
}

describe('what goes over the wire is what the AWS SDK sends', () => {
  const limits = { maxAttempts: 1, connectTimeoutMs: 1000, requestTimeoutMs: 1000 };
  const queueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/callbacks';
  const envelope = '{"version":1,"body":"AP8="}';
  const key = 'overflow/2026-01-02/request-1.json';

  const ours = {
    SendMessage: () => createCallbackQueue(queueUrl, server.environment).send(envelope, idle),
    PutObject: () => createOverflowStore('bucket', server.environment).put(key, envelope, idle),
    GetSecretValue: () => createSecretVersions('arn', server.environment).read(idle),
  };
  const theirs = {
    SendMessage: () =>
      new SQSClient(s3ClientOptions(limits, server.environment)).send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: envelope }),
      ),
    PutObject: () =>
      new S3Client(s3ClientOptions(limits, server.environment)).send(
        new PutObjectCommand({
          Bucket: 'bucket',
          Key: key,
          Body: envelope,
          ContentType: 'application/json',
          IfNoneMatch: '*',
        }),
      ),
    async GetSecretValue() {
      const client = new SecretsManagerClient(s3ClientOptions(limits, server.environment));
      for (const VersionStage of ['AWSCURRENT', 'AWSPREVIOUS']) {
        await client.send(new GetSecretValueCommand({ SecretId: 'arn', VersionStage }));
      }
    },
  };

  /** All that says what is asked for; the rest is how it is carried. */
  function essence({ method, path, headers, body }: Received) {
    const { host, 'content-type': type, 'x-amz-target': target, 'if-none-match': condition } = headers;
    const scope = /Credential=([^,]*)/.exec(headers.authorization ?? '')?.[1];
    // The SDK names the operation in the query, for its own statistics.
    return { method, path: path.replace('?x-id=PutObject', ''), host, type, target, condition, scope, body };
  }

  test.each(['SendMessage', 'PutObject', 'GetSecretValue'] as const)('%s', async (action) => {
    server = await willing();
    await ours[action]();
    const sent = server.received.splice(0).map(essence);
    await theirs[action]();
    const byBody = (a: { body: string }, b: { body: string }) => a.body.localeCompare(b.body);
    expect(sent.sort(byBody)).toEqual(server.received.map(essence).sort(byBody));
    expect(sent.length).toBeGreaterThan(0);
  });
});

/** The signature that AWS' own signer makes of what was received. */
async function signatureByAws({ method, path, headers, body }: Received): Promise<string | undefined> {
  const authorization = headers.authorization ?? '';
  const names = /SignedHeaders=([^,]*)/.exec(authorization)?.[1]?.split(';') ?? [];
  const [, region = '', service = ''] = /\/\d{8}\/([^/]*)\/([^/]*)\/aws4_request/.exec(authorization) ?? [];
  class Sha256 {
    readonly #hash;
    constructor(secret?: unknown) {
      const { createHmac } = jest.requireActual<typeof import('node:crypto')>('node:crypto');
      this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
    }
    update(data: string | ArrayBuffer | ArrayBufferView): void {
      this.#hash.update(typeof data === 'string' ? data : Buffer.from(data as Uint8Array));
    }
    digest = async () => this.#hash.digest();
    reset(): void {}
  }
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' };
  const signer = new SignatureV4({
    service,
    region,
    credentials,
    sha256: Sha256,
    applyChecksum: false,
    uriEscapePath: service !== 's3',
  });
  const time = String(headers['x-amz-date']).replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z');
  const request = {
    method,
    path,
    body,
    protocol: 'http:',
    hostname: '127.0.0.1',
    headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
  };
  const signed = await signer.sign(request, { signingDate: new Date(time) });
  return signed.headers.authorization;
}

test.each([
  ['sqs', call],
  ['secretsmanager', call],
  ['s3', { ...call, method: 'PUT', path: '/bucket/overflow/2026-01-02/a_b-c.json', headers: { 'if-none-match': '*' } }],
] as const)('a call to %s bears the signature that AWS makes of it', async (service, one) => {
  server = await willing();
  await createAwsClient({ service }, server.environment)(one, idle);
  const [received] = server.received;
  if (received === undefined) throw new Error('nothing was sent');
  expect(received.headers.authorization).toMatch(/Signature=[0-9a-f]{64}$/);
  expect(received.headers.authorization).toBe(await signatureByAws(received));
});

test('the session token of the role is sent and signed', async () => {
  server = await willing();
  await createAwsClient({ service: 'sqs' }, server.environment)(call, idle);
  expect(server.received[0]?.headers['x-amz-security-token']).toBe('token');
  expect(server.received[0]?.headers.authorization).toContain('x-amz-security-token');
});

test('long-term keys have no session token', async () => {
  server = await willing();
  const { AWS_SESSION_TOKEN, ...environment } = server.environment;
  await createAwsClient({ service: 'sqs' }, environment)(call, idle);
  expect(server.received[0]?.headers).not.toHaveProperty('x-amz-security-token');
});

describe('an answer', () => {
  const answered = async (statusCode: number, body: string) => {
    server = await wireServer((response) => response.writeHead(statusCode).end(body));
    return createAwsClient({ service: 'sqs' }, server.environment)(call, idle);
  };

  test.each([200, 201, 204])('of %i is given as text', async (statusCode) =>
    expect(await answered(statusCode, statusCode === 204 ? '' : 'é')).toBe(statusCode === 204 ? '' : 'é'),
  );

  test.each([
    [400, '{"__type":"com.amazonaws.sqs#InvalidMessageContents","message":"no"}', 'InvalidMessageContents'],
    [400, '{"Message":"no", "__type": "AccessDeniedException"}', 'AccessDeniedException'],
    [503, '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>no</Message></Error>', 'SlowDown'],
    [307, '', 'UnknownError'],
    [502, '<html>Bad Gateway</html>', 'UnknownError'],
    [400, '{"__type":"+15555550100"}', 'UnknownError'],
  ])('of %i %s is an error with its code', async (statusCode, body, name) => {
    await expect(answered(statusCode, body)).rejects.toMatchObject({
      name,
      statusCode,
      message: `${name} (${statusCode})`,
    });
  });

  test('that breaks off is an error', async () => {
    server = await wireServer((response, { socket }) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('1', () => socket.destroy());
    });
    await expect(createAwsClient({ service: 's3' }, server.environment)(call, idle)).rejects.toThrow();
  });
});

test('nobody to call is an error', async () => {
  server = await willing();
  const environment = server.environment;
  await server.stop();
  const client = createAwsClient({ service: 'sqs' }, environment);
  await expect(client(call, idle)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  server = await willing();
});

test('without the credentials of a role it does not start', async () => {
  server = await willing();
  const { AWS_ACCESS_KEY_ID, ...environment } = server.environment;
  expect(() => createAwsClient({ service: 'sqs' }, environment)).toThrow('AWS_ACCESS_KEY_ID');
});
