import { createMetrics } from '../shared/metrics';
import type { ChallengeEnv } from './env';

export interface ChallengeDeps {
  /** A caller of this stage got the challenge. */
  countChallenge(arrivedAtMs: number, stage: string): void;
  /** A caller of this stage had credentials. */
  countPassed(stage: string): void;
}

export function createDeps(env: ChallengeEnv): ChallengeDeps {
  const metrics = createMetrics(env.METRIC_SCOPE);
  return {
    countChallenge: (arrivedAtMs, Stage) => metrics.countRequest('MoChallenged', arrivedAtMs, { Stage }),
    countPassed: (Stage) => {
      if (env.COUNT_PASSED === 'true') metrics.countNone('MoChallenged', { Stage });
    },
  };
}
