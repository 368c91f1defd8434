import Table from 'cli-table3';
import type { DeliveryReport } from '../simulator/report';

export interface ScenarioVerdict {
  readonly name: string;
  readonly shows: string;
  readonly seconds: number;
  /** What did not hold, a sentence each; empty: the promise held. */
  readonly broken: readonly string[];
  readonly delivery: DeliveryReport | null;
  readonly published: number;
  readonly deadLetters: number;
}

const columns = ['scenario', 'verdict', 'sent', 'at once', 'retries', 'published', 'dead letters', 's'];

/** A line a scenario; three on a terminal that is too narrow for them. */
export function verdictTable(verdicts: readonly ScenarioVerdict[], width = Number.POSITIVE_INFINITY): string {
  const table = new Table({
    head: columns,
    style: { head: [], border: [] },
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
  });
  table.push(...verdicts.map(row));
  const broken = verdicts.filter((verdict) => verdict.broken.length > 0);
  const reasons = broken.flatMap(({ name, broken: what }) => what.map((sentence) => `${name}: ${sentence}`));
  const text = table.toString();
  const isTooWide = text.indexOf('\n') > width;
  return [
    isTooWide ? verdicts.map(block).join('\n') : text,
    ...reasons,
    `${verdicts.length - broken.length} held, ${broken.length} broken`,
  ].join('\n');
}

function block(verdict: ScenarioVerdict): string {
  const [name, outcome, sent, atOnce, retries, published, deadLetters, seconds] = row(verdict);
  const lines = [
    `sent ${sent}, at once ${atOnce}, retries ${retries},`,
    `published ${published}, dead letters ${deadLetters}`,
  ];
  return [`${outcome} ${name} (${seconds} s)`, ...lines].join('\n  ');
}

function row({ name, broken, delivery, published, deadLetters, seconds }: ScenarioVerdict): (string | number)[] {
  const verdict = broken.length === 0 ? 'held' : 'BROKEN';
  const atOnce = delivery?.acceptedAtAttempt['1'] ?? 0;
  return [
    name,
    verdict,
    delivery?.sent ?? 0,
    atOnce,
    delivery?.retries ?? 0,
    published,
    deadLetters,
    Math.round(seconds),
  ];
}
