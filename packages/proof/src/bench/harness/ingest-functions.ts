import { join } from 'node:path';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { nodejsFunctionBundle, ourBundle } from './bundles';

/** A function that takes a gateway event to SQS. */
export interface IngestFunction {
  readonly name: string;
  /** Path of the bundle's entry. */
  readonly entry: string;
}

const peers = join(__dirname, '..', 'peers');

export const ours = 'ours';
export const nodejsFunctionDefaults = 'NodejsFunction, defaults';

/** Ours and its peers, as they would be deployed. */
export function ingestFunctions(): readonly IngestFunction[] {
  const plain = join(peers, 'ingest-nodejs-function.ts');
  const powertools = join(peers, 'ingest-powertools.ts');
  const bundled = { bundleAwsSDK: true };
  return [
    { name: ours, entry: ourBundle('ingest') },
    { name: 'NodejsFunction, SDK bundled', entry: nodejsFunctionBundle('bundled', plain, bundled) },
    { name: nodejsFunctionDefaults, entry: nodejsFunctionBundle('defaults', plain) },
    { name: 'Powertools added, SDK bundled', entry: nodejsFunctionBundle('powertools', powertools, bundled) },
  ];
}

/** The environment of all of them. */
export function ingestEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_ENDPOINT_URL: endpoint,
    QUEUE_URL: `${endpoint}/123456789012/callbacks`,
    OVERFLOW_BUCKET: 'overflow',
    MO_SECRET_ARN: 'mo-secret',
    MO_USER_NAME: 'vibes',
    RBM_SECRET_ARN: '',
    CLIENT_CERTIFICATE_CN: '',
    REQUIRE_CERTIFICATE: 'false',
    METRIC_SCOPE: 'bench',
  };
}

/** A gateway event as ingest gets it, by default of a Platform callback. */
export function gatewayEvent(body: Uint8Array, resource = '/platform', headers: Record<string, string> = {}): object {
  const all = {
    'Content-Type': 'application/json',
    'User-Agent': 'Java/17',
    Host: 'callbacks.example.com',
    ...headers,
  };
  return {
    httpMethod: 'POST',
    resource,
    path: resource,
    headers: all,
    multiValueHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    requestContext: {
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      extendedRequestId: 'DtKKHF4bIAMFzzA=',
      httpMethod: 'POST',
      path: `/callbacks${resource}`,
      stage: 'callbacks',
      resourcePath: resource,
      identity: { sourceIp: '35.155.139.143', clientCert: null, userAgent: 'Java/17' },
    } satisfies Partial<Record<keyof APIGatewayProxyEvent['requestContext'], unknown>>,
  };
}
