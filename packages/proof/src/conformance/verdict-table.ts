import { paintFor } from '../../../cli/src/frame/paint';
import { type Row, table } from '../../../cli/src/frame/table';
import type { DeliveryReport } from '../simulator/report';

export interface ScenarioVerdict {
  readonly name: string;
  readonly shows: string;
  readonly seconds: number;
  /** What did not hold, a sentence each; empty if everything did. */
  readonly broken: readonly string[];
  readonly delivery: DeliveryReport | null;
  readonly published: number;
  readonly deadLetters: number;
}

/** One line for each scenario, or a block on a narrow terminal; then what did not hold, and the totals. */
export function verdictTable(verdicts: readonly ScenarioVerdict[], width = Number.POSITIVE_INFINITY): string {
  const broken = verdicts.filter((verdict) => verdict.broken.length > 0);
  return [
    table(verdicts.map(rowOf), width, paintFor({ isTerminal: false, env: {} })),
    ...broken.flatMap(({ name, broken: what }) => what.map((sentence) => `${name}: ${sentence}`)),
    `${verdicts.length - broken.length} held, ${broken.length} broken`,
  ].join('\n');
}

function rowOf({ name, broken, delivery, published, deadLetters, seconds }: ScenarioVerdict): Row {
  return {
    scenario: name,
    verdict: broken.length === 0 ? 'held' : 'BROKEN',
    sent: delivery?.sent ?? 0,
    'at once': delivery?.acceptedAtAttempt['1'] ?? 0,
    retries: delivery?.retries ?? 0,
    published,
    'dead letters': deadLetters,
    s: Math.round(seconds),
  };
}
