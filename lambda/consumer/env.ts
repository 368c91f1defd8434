import { readVariables } from '../shared/read-variables';

/** The consumer function's environment variables; `lib/consumer.ts` sets exactly these. */
export interface ConsumerEnv {
  readonly QUEUE_URL: string;
  /** Callbacks that failed twice come from here, one message at a time. */
  readonly RETRY_QUEUE_URL: string;
  readonly LEDGER_TABLE: string;
  readonly EVENT_BUS: string;
  /** Overflow envelopes are read from it; attachments and unrecognized bodies are written to it. */
  readonly BUCKET: string;
  /** `true` once an RBM secret is configured, else `false`. */
  readonly REQUIRE_RBM_SIGNATURE: string;
  /** `true` with mutual TLS, else `false`. */
  readonly REQUIRE_CERTIFICATE: string;
  /** The secret with the key for the hashes in identities. */
  readonly IDENTITY_KEY_ARN: string;
  /** How long an identity is remembered, in days: longer than the DLQ's retention plus the resend window. */
  readonly LEDGER_DAYS: string;
  /** Dimension `Scope` of this deployment's metrics: two stacks in one account must not mix. */
  readonly METRIC_SCOPE: string;
}

const keys = [
  'QUEUE_URL',
  'RETRY_QUEUE_URL',
  'LEDGER_TABLE',
  'EVENT_BUS',
  'BUCKET',
  'REQUIRE_RBM_SIGNATURE',
  'REQUIRE_CERTIFICATE',
  'IDENTITY_KEY_ARN',
  'LEDGER_DAYS',
  'METRIC_SCOPE',
] as const satisfies readonly (keyof ConsumerEnv)[];

/** @throws Error that names every missing variable at once, or one with an unusable value */
export function readEnv(source: Readonly<Record<string, string | undefined>>): ConsumerEnv {
  const env = readVariables(keys, source);
  if (!/^[1-9]\d*$/.test(env.LEDGER_DAYS)) throw new Error('LEDGER_DAYS must be a whole number of days');
  for (const key of ['REQUIRE_RBM_SIGNATURE', 'REQUIRE_CERTIFICATE'] as const) {
    if (!/^(true|false)$/.test(env[key])) throw new Error(`${key} must be true or false`);
  }
  return env;
}
