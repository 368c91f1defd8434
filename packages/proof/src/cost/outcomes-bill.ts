import { markdownTable } from '../support/markdown-table';
import { type BillLine, line, total, usd } from './bill';
import measuredOutcomes from './measured-outcomes.json';
import { assumptions } from './tables';
import type { MeasuredOutcomes, OutcomesMeasurement } from './types';

/** What `messageOutcomes` was counted to take: `npm run cost -- --measure outcomes` counts again. */
export const outcomes: MeasuredOutcomes = measuredOutcomes;

const million = 1_000_000;
const gb = 1_000_000_000;
const monthDays = 30;

/** What a million receipts cost on top of their callbacks: from the bus to the outcome on the bus, and its storage. */
export function outcomesBill(measured: OutcomesMeasurement, { memoryMb, archiveDays, logDays }: MeasuredOutcomes) {
  const { invocations, receipts, versions, writeUnits, readUnits, storedBytes, eventBytes, logBytes } = measured;
  const { outcomesMs, outcomesMsPerReceipt, outcomeDays } = assumptions;
  const share = (count: number) => (count / receipts) * million;
  const seconds = (share(invocations) * outcomesMs + million * outcomesMsPerReceipt) / 1_000;
  const stored = (share(storedBytes) / gb) * (outcomeDays / monthDays);
  const archived = share(eventBytes) / gb;
  const logged = share(logBytes) / gb;
  return [
    line('SQS', 'SendMessage, by the rule', million, 'sqsRequest'),
    line('SQS', 'ReceiveMessage with messages, and deletion', 2 * share(invocations), 'sqsRequest'),
    line('Lambda', 'requests', share(invocations), 'lambdaRequest'),
    line('Lambda', 'duration', seconds * (memoryMb / 1_024), 'lambdaGbSecond'),
    line('DynamoDB', 'reads', share(readUnits), 'dynamodbRead'),
    line('DynamoDB', 'writes', share(writeUnits), 'dynamodbWrite'),
    line('DynamoDB', 'messages, until they are deleted', stored, 'dynamodbStorage'),
    line('DynamoDB', 'point-in-time recovery', stored, 'dynamodbRecovery'),
    line('EventBridge', 'events', share(versions), 'customEvent'),
    line('EventBridge', 'archive, processing', archived, 'archiveProcessing'),
    line('EventBridge', 'archive, storage', (archived * archiveDays) / monthDays, 'archiveStorage'),
    line('CloudWatch', 'logs, ingestion', logged, 'logIngestion'),
    line('CloudWatch', 'logs, storage', (logged * logDays) / monthDays, 'logStorage'),
  ] satisfies BillLine[];
}

/** Of these lines, what keeps the messages that are settled. */
function keeping(bill: readonly BillLine[]): number {
  return total(bill.filter(({ service, price }) => service === 'DynamoDB' && price.unit === 'GB-month'));
}

/** A month in which nothing comes. */
export function idleOutcomesBill({ alarmMetrics, memoryMb }: MeasuredOutcomes): readonly BillLine[] {
  const { ticksPerMonth, tickReadUnits, tickMs } = assumptions;
  return [
    line('CloudWatch', 'alarms', alarmMetrics, 'alarmMetric'),
    line('SQS', 'ReceiveMessage without messages', assumptions.idlePollsPerMonth, 'sqsRequest'),
    line('DynamoDB', 'ticks, reads', ticksPerMonth * tickReadUnits, 'dynamodbRead'),
    line('Lambda', 'ticks, requests', ticksPerMonth, 'lambdaRequest'),
    line('Lambda', 'ticks, duration', (ticksPerMonth * tickMs * memoryMb) / (1_000 * 1_024), 'lambdaGbSecond'),
  ];
}

/** Receipts a second that the function takes with full batches at its concurrency. */
export function outcomesCapacity({ batchSize, concurrency }: MeasuredOutcomes): number {
  const batchMs = assumptions.outcomesMs + batchSize * assumptions.outcomesMsPerReceipt;
  return (concurrency * batchSize * 1_000) / batchMs;
}

/** The part of docs/COST.md. */
export function renderOutcomes(measured: MeasuredOutcomes = outcomes): string {
  const trickle = outcomesBill(measured.trickle, measured);
  const burst = outcomesBill(measured.burst, measured);
  const rows = trickle.map(({ service, what, usd: amount }, index) => [
    ...[service, what, usd(amount), usd(burst[index]?.usd ?? 0)],
  ]);
  const sum = ['**all**', '', `**${usd(total(trickle))}**`, `**${usd(total(burst))}**`];
  const ways = ['0.7 a second', 'in bursts'];
  const { trickle: counted } = measured;
  const alone = outcomesBill({ ...counted, invocations: counted.receipts }, measured);
  const each = (count: number) => (count / counted.receipts).toFixed(2);
  return [
    `What a million receipts add with \`messageOutcomes=true\`. ${measured.how} Counted on ${measured.date}.`,
    '',
    markdownTable(['service', 'what', ...ways], [...rows, sum], ways),
    '',
    `At 0.7 a second, ${(counted.receipts / counted.invocations).toFixed(0)} receipts share a batch, because the function waits five seconds for more; a million that each come alone cost ${usd(total(alone))}. The local cloud has one poller and Lambda at least five, which make smaller batches, but wait up to 20 seconds when very little comes.`,
    '',
    `${usd(keeping(burst))} of this is for storage over ${assumptions.outcomeDays} days (\`outcomeRetentionDays\`). A receipt makes ${each(counted.versions)} outcomes and takes ${each(counted.writeUnits)} write units; an outcome is ${Math.round(counted.eventBytes / counted.versions)} bytes as an event and ${Math.round(counted.logBytes / counted.versions)} in the log. Idle: ${usd(total(idleOutcomesBill(measured)))} a month, for alarms, polling the queue, and the ticks that look for what is due. At its concurrency the function handles ${Math.round(outcomesCapacity(measured)).toLocaleString('en-US')} receipts a second.`,
  ].join('\n');
}
