import { readVariables } from '../shared/read-variables';

/** The outcomes function's environment variables; `lib/outcomes.ts` sets exactly these. */
export interface OutcomesEnv {
  readonly OUTCOMES_TABLE: string;
  readonly EVENT_BUS: string;
  /** The queue that this function reads; the tick sends to it what is due. */
  readonly QUEUE_URL: string;
  /** The secret with the key that recipients are hashed with. */
  readonly IDENTITY_KEY_ARN: string;
  /** How long an outcome is kept after its last receipt or change, in days. */
  readonly RETENTION_DAYS: string;
}

const keys = [
  'OUTCOMES_TABLE',
  'EVENT_BUS',
  'QUEUE_URL',
  'IDENTITY_KEY_ARN',
  'RETENTION_DAYS',
] as const satisfies readonly (keyof OutcomesEnv)[];

/** @throws Error that names every missing variable at once, or one with an unusable value */
export function readEnv(source: Readonly<Record<string, string | undefined>>): OutcomesEnv {
  const env = readVariables(keys, source);
  if (!/^[1-9]\d*$/.test(env.RETENTION_DAYS)) throw new Error('RETENTION_DAYS must be a whole number of days');
  return env;
}
