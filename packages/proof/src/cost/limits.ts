import { claimsOf } from './bill';
import { assumptions, type QuotaName, quotas } from './tables';
import type { Inventory, Measurement } from './types';

/** What a burst asks of something that has a limit. */
export interface Limit {
  readonly what: string;
  readonly demand: number;
  readonly limit: number;
  readonly unit: string;
  /** Demand over limit: above 1 it breaks. */
  readonly used: number;
  /** What happens then. */
  readonly then: string;
  /** What to do before: a sentence without its stop. */
  readonly remedy: string;
}

const retried = '503; Vibes retries in five minutes';
/** What the setting takes. */
export const mostConsumers = 1_000;

const waits = 'late, not lost';

/** The demand of this many callbacks a second on everything that has a limit, most used first. */
export function computeLimits(perSecond: number, measured: Measurement, inventory: Inventory): Limit[] {
  return [
    ...gatewayLimits(perSecond, inventory),
    ...ingestLimits(perSecond, inventory),
    ...consumerLimits(perSecond, measured, inventory),
    ofQuota(
      's3PutPerPrefix',
      'overflow writes, if the queue is down',
      perSecond,
      retried,
      'Cannot be raised: S3 splits a prefix by itself under load',
    ),
  ].sort((a, b) => b.used - a.used);
}

function gatewayLimits(perSecond: number, { stageRate, stageBurst }: Inventory): Limit[] {
  const setting =
    'Raise the throttle of the methods (`lib/callback-api.ts`), and the quota of the account (L-8A5B8E43) with it';
  return [
    limit('method throttle, if all come by one route', perSecond, stageRate, 'requests/s', retried, setting),
    limit(
      'method throttle, if all of a second come at once by one route',
      perSecond,
      stageBurst,
      'requests at once',
      retried,
      setting,
    ),
    ofQuota(
      'gatewayRate',
      'requests of the account',
      perSecond,
      retried,
      'Ask for more requests a second (L-8A5B8E43)',
    ),
  ];
}

function ingestLimits(perSecond: number, { consumerConcurrency }: Inventory): Limit[] {
  const warm = (perSecond * assumptions.ingestMs) / 1_000;
  const cold = (perSecond * assumptions.ingestColdMs) / 1_000;
  const wanted = Math.max(roundUp(2 * cold, 500), quotas.lambdaConcurrency.value + 500);
  const increase = `Ask for concurrent executions (L-B99A9384) of ${wanted}`;
  return [
    ofQuota('lambdaConcurrency', 'ingest, warm', warm, retried, increase),
    ofQuota('lambdaConcurrency', 'ingest, the first second, if nothing is warm', cold, retried, increase),
    ofQuota(
      'lambdaScaling',
      'new environments of ingest',
      cold,
      retried,
      'Cannot be raised; only the first seconds of a burst reach it ([decision 0033](decisions/0033-no-provisioned-concurrency.md))',
    ),
    // An environment of ingest reads two, one of the consumer the identity key.
    ofQuota(
      'secretReads',
      'secret reads by new environments',
      2 * cold + consumerConcurrency,
      retried,
      'Cannot be raised',
    ),
  ];
}

function consumerLimits(perSecond: number, measured: Measurement, inventory: Inventory): Limit[] {
  const { batchSize, consumerConcurrency } = inventory;
  const batchMs = assumptions.consumerMs + batchSize * assumptions.consumerMsPerRecord;
  const capacity = (consumerConcurrency * batchSize * 1_000) / batchMs;
  const published = Math.min(perSecond, capacity);
  const writes = published * (1 + claimsOf(measured) / measured.callbacks);
  const setting = concurrencyAdvice(Math.ceil((perSecond * batchMs) / (batchSize * 1_000)), consumerConcurrency);
  return [
    limit('consumer at its concurrency', perSecond, capacity, 'callbacks/s', waits, setting),
    ofQuota('sqsInFlight', 'messages in flight', consumerConcurrency * batchSize, waits, 'Ask AWS support for more'),
    ofQuota(
      'dynamodbNewTable',
      'writes of the ledger, while the table is new',
      writes,
      `throttled claims are retried; ${waits}`,
      'Set the warm throughput of the table before the import',
    ),
    ofQuota('eventBridgePut', 'PutEvents', published / batchSize, waits, 'Ask for more (L-9B653E91)'),
    ofQuota(
      'eventBridgeInvocations',
      'one rule with one target',
      published,
      'EventBridge delivers later',
      'Ask for more (L-5540C5E3)',
    ),
  ];
}

/** Never less than is set, nor more than can be. */
function concurrencyAdvice(needed: number, set: number): string {
  if (needed > mostConsumers)
    return `Set \`consumerConcurrency\` to ${mostConsumers}, its most; the rest waits in the queue`;
  return needed > set ? `Set \`consumerConcurrency\` to ${needed}` : `Leave \`consumerConcurrency\` at ${set}`;
}

function ofQuota(name: QuotaName, what: string, demand: number, then: string, remedy: string): Limit {
  const { value, unit } = quotas[name];
  return limit(what, demand, value, unit, then, remedy);
}

function limit(what: string, demand: number, most: number, unit: string, then: string, remedy: string): Limit {
  return { what, demand, limit: most, unit, used: demand / most, then, remedy };
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
