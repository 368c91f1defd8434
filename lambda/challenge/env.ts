import { readVariables } from '../shared/read-variables';

/** The challenge function's environment variables; `lib/mo-challenge.ts` sets exactly these. */
export interface ChallengeEnv {
  /** Dimension `Scope` of this deployment's metrics: two stacks in one account must not mix. */
  readonly METRIC_SCOPE: string;
  /** `true`: calls that pass are counted by stage too. With a single stage, Lambda's own count is enough. */
  readonly COUNT_PASSED: string;
}

/** @throws Error that names every missing variable at once */
export function readEnv(source: Readonly<Record<string, string | undefined>>): ChallengeEnv {
  return readVariables(['METRIC_SCOPE', 'COUNT_PASSED'], source);
}
