import { assumptions, type PriceName, prices } from './tables';
import type { Inventory, Measurement, Price } from './types';

export interface BillLine {
  readonly service: string;
  readonly what: string;
  /** In the price's unit, a month. */
  readonly quantity: number;
  readonly price: Price;
  readonly usd: number;
}

const monthDays = 30;
const gb = 1_000_000_000;

/** Every line of a month's bill: what was counted per callback, times the callbacks, times the price. */
export function computeBill(callbacksPerDay: number, measured: Measurement, inventory: Inventory): BillLine[] {
  const callbacks = callbacksPerDay * monthDays;
  const share = (count: number) => (count / measured.callbacks) * callbacks;
  return [
    ...frontLines(callbacks, measured, inventory, share),
    ...queueLines(measured, inventory, share),
    ...ledgerLines(callbacksPerDay, measured, share),
    ...busLines(measured, inventory, share),
    ...storeLines(measured, inventory, share),
    ...metricLines(callbacksPerDay, inventory),
    ...fixedLines(inventory),
  ].filter(({ quantity }) => quantity > 0);
}

type Share = (count: number) => number;

function frontLines(callbacks: number, measured: Measurement, inventory: Inventory, share: Share): BillLine[] {
  const { challengeMs, ingestMs, ingestInitMs, coldShare, consumerMs, consumerMsPerRecord, answerBytes } = assumptions;
  const ingestSeconds = (ingestMs + coldShare * ingestInitMs) / 1_000;
  const challengeSeconds = share(measured.challengeInvocations * (challengeMs + coldShare * ingestInitMs)) / 1_000;
  const consumerSeconds =
    share(measured.consumerInvocations * consumerMs + measured.callbacks * consumerMsPerRecord) / 1_000;
  const gigabytes = (megabytes: number) => megabytes / 1_024;
  return [
    line('API Gateway', 'requests', callbacks, 'gatewayRequest'),
    line('API Gateway', 'answers to the internet', (callbacks * answerBytes) / gb, 'transferOut'),
    line('Lambda', 'authorizer, requests', share(measured.challengeInvocations), 'lambdaRequest'),
    line('Lambda', 'authorizer, duration', challengeSeconds * gigabytes(inventory.challengeMemoryMb), 'lambdaGbSecond'),
    line('Lambda', 'ingest, requests', share(measured.ingestInvocations), 'lambdaRequest'),
    line(
      'Lambda',
      'ingest, duration',
      callbacks * ingestSeconds * gigabytes(inventory.ingestMemoryMb),
      'lambdaGbSecond',
    ),
    line('Lambda', 'consumer, requests', share(measured.consumerInvocations), 'lambdaRequest'),
    line('Lambda', 'consumer, duration', consumerSeconds * gigabytes(inventory.consumerMemoryMb), 'lambdaGbSecond'),
  ];
}

function queueLines(measured: Measurement, { eventSourceMappings }: Inventory, share: Share): BillLine[] {
  const deletions =
    countOf(measured.mappingCalls, 'sqs', 'DeleteMessage') +
    countOf(measured.mappingCalls, 'sqs', 'DeleteMessageBatch');
  return [
    line('SQS', 'SendMessage', share(countOf(measured.calls, 'sqs', 'SendMessage')), 'sqsRequest'),
    // A batch is one receive; polls that find nothing are a line of their own, since the local run asks in its own rhythm.
    line('SQS', 'ReceiveMessage with messages', share(measured.consumerInvocations), 'sqsRequest'),
    line('SQS', 'deletion', share(deletions), 'sqsRequest'),
    line('SQS', 'ReceiveMessage without messages', eventSourceMappings * assumptions.idlePollsPerMonth, 'sqsRequest'),
    line(
      'SQS',
      'ChangeMessageVisibility',
      share(countOf(measured.calls, 'sqs', 'ChangeMessageVisibility')),
      'sqsRequest',
    ),
  ];
}

function ledgerLines(callbacksPerDay: number, measured: Measurement, share: Share): BillLine[] {
  const stored = (callbacksPerDay * assumptions.ledgerDays * assumptions.ledgerItemBytes) / gb;
  return [
    line('DynamoDB', 'claims', share(claimsOf(measured)), 'dynamodbWrite'),
    // BatchWriteItem is paid by the item: one for each callback that was published.
    line('DynamoDB', 'completions', share(measured.published), 'dynamodbWrite'),
    // Of an identity that version 0.1.0 wrote otherwise, and of an item in the way that the error does not contain.
    line('DynamoDB', 'reads', share(countOf(measured.calls, 'dynamodb', 'GetItem')), 'dynamodbRead'),
    line('DynamoDB', 'ledger', stored, 'dynamodbStorage'),
    line('DynamoDB', 'point-in-time recovery', stored, 'dynamodbRecovery'),
  ];
}

/** A new claim is a put; what takes a lapsed one over, or counts a copy, is an update. Each is a unit, also when refused. */
export function claimsOf({ calls }: Measurement): number {
  return countOf(calls, 'dynamodb', 'PutItem') + countOf(calls, 'dynamodb', 'UpdateItem');
}

function busLines(measured: Measurement, { archiveDays }: Inventory, share: Share): BillLine[] {
  const archived = share(measured.eventBytes) / gb;
  return [
    line('EventBridge', 'events', share(measured.published), 'customEvent'),
    line('EventBridge', 'archive, processing', archived, 'archiveProcessing'),
    line('EventBridge', 'archive, storage', (archived * archiveDays) / monthDays, 'archiveStorage'),
  ];
}

function storeLines(measured: Measurement, { logDays }: Inventory, share: Share): BillLine[] {
  // Only the functions' lines: Lambda itself logs only failed invocations.
  const logged = share(measured.logBytes) / gb;
  return [
    line('S3', 'PUT', share(countOf(measured.calls, 's3', 'PutObject')), 's3Put'),
    line('S3', 'GET', share(countOf(measured.calls, 's3', 'GetObject')), 's3Get'),
    line('S3', 'storage', (share(measured.bucketBytes) / gb) * (assumptions.mediaDays / monthDays), 's3Storage'),
    line('CloudWatch', 'logs, ingestion', logged, 'logIngestion'),
    line('CloudWatch', 'logs, storage', (logged * logDays) / monthDays, 'logStorage'),
    line('Secrets Manager', 'reads', share(countOf(measured.calls, 'secretsmanager', 'GetSecretValue')), 'secretCall'),
  ];
}

/** A metric is paid for by the hour in which it is written: none is where nothing comes. */
function metricLines(callbacksPerDay: number, { failureMetrics }: Inventory): BillLine[] {
  if (callbacksPerDay === 0) return [];
  const { ordinaryMetrics, failureHours } = assumptions;
  return [
    line('CloudWatch', 'metrics of an ordinary day', ordinaryMetrics, 'metric'),
    line('CloudWatch', 'metrics of failures', (failureMetrics * failureHours) / (monthDays * 24), 'metric'),
  ];
}

function fixedLines(inventory: Inventory): BillLine[] {
  const { alarmMetrics, compositeAlarms, dashboards, secrets } = inventory;
  const { sweepsPerMonth, sweepGbSeconds } = assumptions;
  return [
    line('CloudWatch', 'alarms', alarmMetrics, 'alarmMetric'),
    line('CloudWatch', 'composite alarm', compositeAlarms, 'compositeAlarm'),
    line('CloudWatch', 'dashboard', dashboards, 'dashboard'),
    line('Secrets Manager', 'secrets', secrets, 'secret'),
    line('Lambda', 'daily sweep, requests', sweepsPerMonth, 'lambdaRequest'),
    line('Lambda', 'daily sweep, duration', sweepsPerMonth * sweepGbSeconds, 'lambdaGbSecond'),
    // ListObjectsV2 has the price of a PUT; the rule's schedule has none.
    line('S3', 'daily sweep, LIST', sweepsPerMonth, 's3Put'),
  ];
}

function countOf(calls: Measurement['calls'], service: string, action: string): number {
  return calls[service]?.[action] ?? 0;
}

export function line(service: string, what: string, quantity: number, name: PriceName): BillLine {
  const price = prices[name];
  return { service, what, quantity, price, usd: (quantity * price.usd) / price.per };
}

export function usd(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

export function total(lines: readonly BillLine[]): number {
  return lines.reduce((sum, { usd }) => sum + usd, 0);
}
