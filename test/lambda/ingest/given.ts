import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Credentials } from '../../../lambda/ingest/basic-auth';
import type { IngestDeps } from '../../../lambda/ingest/deps';
import { createHandler } from '../../../lambda/ingest/handler';
import type { SecretMatch, Verifier } from '../../../lambda/ingest/ports';
import type { LogLine } from '../../../lambda/shared/log';
import type { MetricName } from '../../../lambda/shared/metric-names';

export interface Call {
  readonly method?: string;
  readonly resource?: string;
  readonly path?: string;
  readonly headers?: Record<string, string[]>;
  readonly query?: Record<string, string[]>;
  readonly body?: string | Uint8Array | null;
  readonly requestId?: string;
  readonly clientCertPem?: string;
}

/** The event of a REST API's proxy integration; a body of bytes comes in base64, one of text as it is. */
export function request(call: Call = {}): APIGatewayProxyEvent {
  const { method = 'POST', resource = '/platform', path = resource, headers = {}, query, body = null } = call;
  const isBase64Encoded = body instanceof Uint8Array;
  return {
    httpMethod: method,
    resource,
    path,
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: headers,
    queryStringParameters: null,
    multiValueQueryStringParameters: query ?? null,
    pathParameters: null,
    stageVariables: null,
    body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      authorizer: null,
      protocol: 'HTTP/1.1',
      httpMethod: method,
      path: `/callbacks${path}`,
      stage: 'callbacks',
      requestId: call.requestId ?? 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      extendedRequestId: 'DtKKHF4bIAMFzzA=',
      requestTimeEpoch: 1_767_323_045_678,
      resourceId: 'res',
      resourcePath: resource,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: call.clientCertPem === undefined ? null : certificate(call.clientCertPem),
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '35.155.139.143',
        user: null,
        userAgent: null,
        userArn: null,
      },
    },
  };
}

function certificate(clientCertPem: string) {
  const validity = { notBefore: 'Nov 24 2026', notAfter: 'Nov 24 2126' };
  // A lie, so that a test sees who believes it.
  return { clientCertPem, serialNumber: '1', subjectDN: 'CN=callbacks.example.com', issuerDN: 'CN=any', validity };
}

export function basic(username: string, password: string): Record<string, string[]> {
  return { Authorization: [`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`] };
}

/** A verifier that holds these secrets; without a current one it is unreadable. */
export function holding<Secret>(current?: Secret, previous?: Secret): Verifier<Secret> {
  return {
    async verify(matches): Promise<SecretMatch> {
      if (current === undefined) return 'unreadable';
      if (matches(current, 'current-id')) return 'current';
      return previous !== undefined && matches(previous, 'previous-id') ? 'previous' : 'mismatch';
    },
  };
}

/** Must not be asked. */
export const unasked: Verifier<never> = {
  verify: () => Promise.reject(new Error('this secret must not be read')),
};

export const moCredentials: Credentials = { username: 'vibes', password: 'pa:ss wörd' };

/** Dependencies that work, with a record of what was done by them. */
export function given(overrides: Partial<IngestDeps> = {}) {
  const done = {
    sent: [] as string[],
    prepared: 0,
    put: [] as { readonly key: string; readonly envelope: string }[],
    logs: [] as LogLine[],
    metrics: [] as MetricName[],
    secretVersions: [] as string[],
  };
  const deps: IngestDeps = {
    queue: { send: async (envelope) => void done.sent.push(envelope), hasTaken: () => true },
    overflow: {
      prepare: () => {
        done.prepared += 1;
      },
      put: async (key, envelope) => void done.put.push({ key, envelope }),
    },
    moSecret: holding(moCredentials),
    moUserName: 'vibes-eu',
    rbmSecret: null,
    certificateCn: '',
    asked: { signature: false, certificate: false },
    log: (line) => void done.logs.push(line),
    count: (metric) => void done.metrics.push(metric),
    countRequest: (metric) => void done.metrics.push(metric),
    countSecretVersion: (versionId) => void done.secretVersions.push(versionId),
    now: () => Date.parse('2026-01-02T03:04:05.678Z'),
    ...overrides,
  };
  return { deps, done };
}

/** What the handler answers in an invocation of which so much time is left: of a second, the usual. */
export function answerOf(
  deps: IngestDeps,
  event: APIGatewayProxyEvent,
  leftMs = 1_000,
): Promise<APIGatewayProxyResult> {
  return createHandler(deps)(event, { getRemainingTimeInMillis: () => leftMs });
}
