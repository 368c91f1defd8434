import { readVariables } from '../shared/read-variables';

/** The ingest function's environment variables; `lib/ingest.ts` sets exactly these. */
export interface IngestEnv {
  readonly QUEUE_URL: string;
  readonly OVERFLOW_BUCKET: string;
  readonly MO_SECRET_ARN: string;
  /** Accepted with the secret's password, as is the user name in the secret. */
  readonly MO_USER_NAME: string;
  /** Empty if RBM signatures are not checked. */
  readonly RBM_SECRET_ARN: string;
  /** Empty if no client certificate is expected; otherwise the CN that its subject must have. */
  readonly CLIENT_CERTIFICATE_CN: string;
  /** `true`: a callback with neither that certificate nor another proof is not published as what it claims to be. */
  readonly REQUIRE_CERTIFICATE: string;
  /** Dimension `Scope` of this deployment's metrics: two stacks in one account must not mix. */
  readonly METRIC_SCOPE: string;
}

const keys = [
  'QUEUE_URL',
  'OVERFLOW_BUCKET',
  'MO_SECRET_ARN',
  'RBM_SECRET_ARN',
  'CLIENT_CERTIFICATE_CN',
  'METRIC_SCOPE',
] as const satisfies readonly (keyof IngestEnv)[];

/**
 * Two variables may be missing: version 0.1.0 does not set them, and CloudFormation updates a function's code and its
 * variables one after the other. Meanwhile they say what 0.1.0 did.
 * @throws Error that names every other missing variable at once
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>): IngestEnv {
  const { MO_USER_NAME = '', REQUIRE_CERTIFICATE = 'false' } = source;
  return { ...readVariables(keys, source), MO_USER_NAME, REQUIRE_CERTIFICATE };
}
