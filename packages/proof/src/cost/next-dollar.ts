import { markdownTable } from '../support/markdown-table';
import { type BillLine, computeBill, usd } from './bill';
import type { Measured } from './types';

interface Saving {
  /** Lines of the bill that would go, by service and what. */
  readonly lines: readonly string[];
  readonly without: string;
  readonly lost: string;
}

const savings: readonly Saving[] = [
  {
    lines: ['DynamoDB completions'],
    without: 'completions',
    lost: 'deduplication: repeats are published again',
  },
  {
    lines: ['CloudWatch logs, ingestion', 'CloudWatch logs, storage'],
    without: 'log lines of callbacks',
    lost: 'what `find`, `tail` and `replay` know of published callbacks, and the causes in `status`',
  },
  {
    lines: ['S3 PUT', 'S3 storage'],
    without: 'objects',
    lost: 'media, and the bytes of callbacks that were not recognized',
  },
  {
    lines: ['EventBridge archive, processing', 'EventBridge archive, storage'],
    without: 'the archive',
    lost: 'replay',
  },
  {
    lines: ['DynamoDB point-in-time recovery'],
    without: 'point-in-time recovery',
    lost: 'protection against a ledger emptied by mistake: repeats are published again, under the same id',
  },
];

const idleSavings: readonly Saving[] = [
  {
    lines: ['CloudWatch alarms', 'CloudWatch composite alarm'],
    without: 'alarms',
    lost: 'warning of a failure before Vibes calls',
  },
  {
    lines: ['CloudWatch dashboard'],
    without: 'the dashboard (`dashboard=false`)',
    lost: 'a view of when trouble began and how it develops',
  },
  {
    lines: ['Secrets Manager secrets'],
    without: 'secrets',
    lost: 'passwords out of the template, and protection of phone numbers against guessing',
  },
  {
    lines: ['SQS ReceiveMessage without messages'],
    without: 'a retry queue (half of it)',
    lost: 'protection of the neighbors of a callback that crashes the consumer',
  },
];

const callbacksPerDay = 1_000_000;

/** What could still be left out, what it costs, and what would be lost. */
export function renderNextDollar({ trickle, inventory }: Measured): string {
  const busy = computeBill(callbacksPerDay, trickle, inventory);
  const idle = computeBill(0, trickle, inventory);
  const row =
    (bill: readonly BillLine[], perMillion: boolean) =>
    ({ lines, without, lost }: Saving) => {
      const month = lines.reduce((sum, name) => sum + usdOf(bill, name), 0);
      const amount = perMillion ? (month / (callbacksPerDay * 30)) * 1e6 : month;
      return [without, `${usd(amount)} ${perMillion ? 'a million' : 'a month'}`, lost];
    };
  const rows = [...savings.map(row(busy, true)), ...idleSavings.map(row(idle, false))];
  return markdownTable(['without', 'saves, one by one', 'lost'], rows, ['saves, one by one']);
}

/** @throws Error for a line that the bill does not have: a saving must not be of nothing */
function usdOf(bill: readonly BillLine[], name: string): number {
  const found = bill.find(({ service, what }) => `${service} ${what}` === name);
  if (found === undefined) throw new Error(`the bill has no line ${name}`);
  return found.usd;
}
