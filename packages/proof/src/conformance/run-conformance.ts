import { once } from 'node:events';
import { reportDeliveries } from '../simulator/report';
import { CloudKeeper } from './cloud-keeper';
import { judge } from './judge';
import { runScenario } from './run-scenario';
import type { Scenario } from './scenario';
import { shorterWaits } from './scenarios/shorter-waits';
import type { StackChange } from './stack-change';
import type { ScenarioVerdict } from './verdict-table';

/** A scenario, on the stack as it is or with a mutation. */
export interface Trial {
  readonly scenario: Scenario;
  readonly mutation?: StackChange;
  /** @default - that of the run */
  readonly seed?: number;
}

export interface ConformanceOptions {
  readonly seed: number;
  readonly onVerdict?: (verdict: ScenarioVerdict) => void;
  /** A line of the cloud's own output. */
  readonly onLine?: (line: string) => void;
  /** Ends the run early, with the verdicts so far. */
  readonly interrupted?: AbortSignal;
}

/** Runs trials one after the other on one local cloud, which starts again if a trial needs another template. */
export async function runConformance(
  trials: Iterable<Trial>,
  { seed, onVerdict, onLine, interrupted = new AbortController().signal }: ConformanceOptions,
): Promise<readonly ScenarioVerdict[]> {
  const keeper = CloudKeeper.open(onLine);
  const verdicts: ScenarioVerdict[] = [];
  const end = aborted(interrupted);
  try {
    for (const trial of trials) {
      const verdict = await Promise.race([verdictOf({ seed, ...trial }, keeper), end]);
      if (verdict === undefined) break;
      verdicts.push(verdict);
      onVerdict?.(verdict);
    }
    return verdicts;
  } finally {
    await keeper.close();
  }
}

/** The scenario that is running ends with its cloud. */
async function aborted(signal: AbortSignal): Promise<undefined> {
  if (!signal.aborted) await once(signal, 'abort');
  return undefined;
}

async function verdictOf({ scenario, mutation, seed = 0 }: Trial, keeper: CloudKeeper): Promise<ScenarioVerdict> {
  const { name, shows, stack, vibes, expect } = scenario;
  const changes = [shorterWaits, stack ?? [], mutation ?? []].flat();
  const startedAt = performance.now();
  const timed = () => (performance.now() - startedAt) / 1_000;
  try {
    const cloud = await keeper.lease({ changes, wrongPassword: vibes?.wrongPassword ?? false });
    const evidence = await runScenario(scenario, cloud, seed);
    return {
      name,
      shows,
      broken: judge(evidence, expect),
      delivery: reportDeliveries(evidence.deliveries),
      published: evidence.lines.length,
      deadLetters: evidence.deadLetters.length,
      seconds: timed(),
    };
  } catch (error) {
    // The next scenario gets a new cloud: it is unknown what this one left behind.
    keeper.spoil();
    const broken = [error instanceof Error ? error.message : String(error)];
    return { name, shows, broken, delivery: null, published: 0, deadLetters: 0, seconds: timed() };
  }
}
