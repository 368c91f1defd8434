import { createHmac } from 'node:crypto';
import { createDeps } from '../../lambda/ingest/deps';
import { createHandler } from '../../lambda/ingest/handler';
import { basic, request } from '../lambda/ingest/given';
import { json, wireServer } from '../support/wire-server';

/** What must not show anywhere. */
const canaries = ['+15555550199', 'canary-password', 'canary-text', 'canary-path', 'canary-rbm-secret'];
const everything = canaries.join(' ');
const signature = createHmac('sha512', 'canary-rbm-secret').update(everything).digest('base64');

const requests = [
  request({ resource: '/sms/mo', headers: basic('vibes', 'canary-password'), body: everything }),
  request({ resource: '/sms/mo', headers: basic('+15555550199', 'canary-text'), body: everything }),
  request({ resource: '/sms/mo', headers: { Authorization: ['Basic canary-password'] }, body: everything }),
  request({ resource: '/rbm', headers: { 'X-Vibes-Signature': [signature] }, body: everything }),
  request({ resource: '/rbm', headers: { 'X-Vibes-Signature': ['canary-rbm-secret'] }, body: everything }),
  request({ resource: '/{proxy+}', path: '/canary-path/+15555550199', query: { to: canaries }, body: everything }),
  request({ method: 'GET', resource: '/{proxy+}', path: '/canary-path', query: { to: canaries } }),
  request({ clientCertPem: everything, body: Buffer.alloc(1_048_576, everything) }),
  JSON.parse(JSON.stringify({ ...request({ body: everything }), requestContext: everything })),
];

/** Everything that the process says while the requests are handled. */
async function said(reply: Parameters<typeof wireServer>[0]): Promise<string> {
  const lines: string[] = [];
  const keep = (...parts: unknown[]) => {
    lines.push(parts.map((part) => (part instanceof Error ? part.stack : String(part))).join(' '));
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(keep);
  jest.spyOn(process.stderr, 'write').mockImplementation(keep);
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    jest.spyOn(console, method).mockImplementation(keep);
  }
  const server = await wireServer(reply);
  process.env = { ...process.env, ...server.environment };
  try {
    const deps = createDeps({
      QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/callbacks',
      OVERFLOW_BUCKET: 'overflow-bucket',
      MO_SECRET_ARN: 'mo-secret',
      MO_USER_NAME: 'vibes',
      RBM_SECRET_ARN: 'rbm-secret',
      CLIENT_CERTIFICATE_CN: 'callbacks.example.com',
      REQUIRE_CERTIFICATE: 'true',
      METRIC_SCOPE: 'test',
    });
    const handler = createHandler(deps);
    for (const event of requests) await handler(event, { getRemainingTimeInMillis: () => 1_000 });
  } finally {
    await server.stop();
    jest.restoreAllMocks();
  }
  return lines.join('\n');
}

const secrets = json({
  SecretString: `{"username":"vibes","password":"canary-password","secret":"canary-rbm-secret"}`,
});
const quoting = (statusCode: number) => json({ __type: 'ValidationException', message: everything }, statusCode);

test.each([
  ['all works', secrets],
  ['the secrets are readable, the rest answers with errors that quote', quotingAllBut(secrets)],
  ['all answers are errors of the caller that quote', quoting(400)],
  ['all answers are errors of the service that quote', quoting(500)],
  ['all answers are text that quotes', (response) => response.end(everything)],
  ['the secrets are malformed', json({ SecretString: everything })],
  ['all connections break', (_response, { socket }) => socket.resetAndDestroy()],
] as [string, Parameters<typeof wireServer>[0]][])('nothing personal is said when %s', async (_when, reply) => {
  const text = await said(reply);
  expect(text.split('\n').length).toBeGreaterThanOrEqual(requests.length);
  for (const canary of canaries) expect(text).not.toContain(canary);
});

function quotingAllBut(reply: Parameters<typeof wireServer>[0]): Parameters<typeof wireServer>[0] {
  return (response, one) =>
    (one.headers['x-amz-target']?.toString().startsWith('secretsmanager') ? reply : quoting(400))(response, one);
}
