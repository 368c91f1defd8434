import { readVariables } from '../shared/read-variables';

/** The sweep function's environment variables; `lib/sweep.ts` sets exactly these. */
export interface SweepEnv {
  readonly QUEUE_URL: string;
  readonly LEDGER_TABLE: string;
  readonly BUCKET: string;
  /** The same as the consumer's: how a resent callback is read depends on it. */
  readonly REQUIRE_RBM_SIGNATURE: string;
  readonly REQUIRE_CERTIFICATE: string;
  readonly IDENTITY_KEY_ARN: string;
  /** Dimension `Scope` of this deployment's metrics: two stacks in one account must not mix. */
  readonly METRIC_SCOPE: string;
}

const keys = [
  'QUEUE_URL',
  'LEDGER_TABLE',
  'BUCKET',
  'REQUIRE_RBM_SIGNATURE',
  'REQUIRE_CERTIFICATE',
  'IDENTITY_KEY_ARN',
  'METRIC_SCOPE',
] as const satisfies readonly (keyof SweepEnv)[];

/** @throws Error that names every missing variable at once, or one with an unusable value */
export function readEnv(source: Readonly<Record<string, string | undefined>>): SweepEnv {
  const env = readVariables(keys, source);
  for (const key of ['REQUIRE_RBM_SIGNATURE', 'REQUIRE_CERTIFICATE'] as const) {
    if (!/^(true|false)$/.test(env[key])) throw new Error(`${key} must be true or false`);
  }
  return env;
}
