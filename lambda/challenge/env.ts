import { readVariables } from '../shared/read-variables';

/** The challenge function's environment variables; `lib/mo-challenge.ts` sets exactly these. */
export interface ChallengeEnv {
  /** Dimension `Scope` of this deployment's metrics: two stacks in one account must not mix. */
  readonly METRIC_SCOPE: string;
  /** `true`: calls that pass are counted by stage too. With a single stage, Lambda's own count is enough. */
  readonly COUNT_PASSED: string;
}

/**
 * `COUNT_PASSED` is `false` if it is missing: CloudFormation updates a function's code and its variables one after the
 * other, and the gateway answers 500 while the authorizer fails.
 * @throws Error that names every missing variable at once
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>): ChallengeEnv {
  return { ...readVariables(['METRIC_SCOPE'], source), COUNT_PASSED: source.COUNT_PASSED ?? 'false' };
}
