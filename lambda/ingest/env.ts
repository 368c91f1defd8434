import { readVariables } from '../shared/read-variables';

/** The ingest function's environment variables; `lib/ingest.ts` sets exactly these. */
export interface IngestEnv {
  readonly QUEUE_URL: string;
  readonly OVERFLOW_BUCKET: string;
  readonly MO_SECRET_ARN: string;
  /** Passes with the secret's password, beside the user name of the secret. */
  readonly MO_USER_NAME: string;
  /** Empty: RBM signatures are not checked. */
  readonly RBM_SECRET_ARN: string;
  /** Empty: no client certificate is expected. Else the CN that its subject must have. */
  readonly CLIENT_CERTIFICATE_CN: string;
  /** `true`: a callback without that certificate, or another proof, is not published as what it says. */
  readonly REQUIRE_CERTIFICATE: string;
  /** Dimension `Scope` of this deployment's metrics: two stacks in one account must not mix. */
  readonly METRIC_SCOPE: string;
}

const keys = [
  'QUEUE_URL',
  'OVERFLOW_BUCKET',
  'MO_SECRET_ARN',
  'MO_USER_NAME',
  'RBM_SECRET_ARN',
  'CLIENT_CERTIFICATE_CN',
  'REQUIRE_CERTIFICATE',
  'METRIC_SCOPE',
] as const satisfies readonly (keyof IngestEnv)[];

/** @throws Error that names every missing variable at once */
export function readEnv(source: Readonly<Record<string, string | undefined>>): IngestEnv {
  return readVariables(keys, source);
}
