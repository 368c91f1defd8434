import { join } from 'node:path';
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
    { name: 'floor: no SDK', entry: join(peers, 'ingest-floor.mjs') },
    { name: ours, entry: ourBundle('ingest') },
    { name: 'NodejsFunction, SDK bundled', entry: nodejsFunctionBundle('bundled', plain, bundled) },
    { name: nodejsFunctionDefaults, entry: nodejsFunctionBundle('defaults', plain) },
    { name: 'Powertools added, SDK bundled', entry: nodejsFunctionBundle('powertools', powertools, bundled) },
  ];
}

/** What any of them finds in its environment. */
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
