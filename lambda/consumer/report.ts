import { detailTypes } from '../reader/callback';
import { eventId } from '../reader/identity/identity';
import type { ConsumerDeps } from './deps';
import type { Fate, Settled, Work } from './outcome';

const levels = {
  Published: 'info',
  DuplicateDropped: 'info',
  Held: 'info',
  RecordFailed: 'error',
} as const satisfies Record<Fate['code'], string>;

/** One line for each outcome, with ids and codes, and the metrics that alarms and dashboards go by. */
export function report(settled: readonly Settled[], deps: ConsumerDeps): void {
  for (const { receipt, fate, work } of settled) {
    const ids = work === undefined ? {} : idsOf(work);
    deps.log({ level: levels[fate.code], ...fate, messageId: receipt.messageId, ...ids });
    count(fate, work, deps);
  }
}

function idsOf({ envelope, callback: { identity, data } }: Work) {
  return {
    requestId: envelope.requestId,
    eventId: eventId(identity),
    detailType: detailTypes[identity.family],
    ...(identity.family === 'unrecognized' ? { reason: String(data.reason) } : {}),
  };
}

function count({ code }: Fate, work: Work | undefined, deps: ConsumerDeps): void {
  if (code === 'DuplicateDropped' || code === 'RecordFailed') deps.count(code);
  if (code !== 'Published' || work?.callback.identity.family !== 'unrecognized') return;
  const { reason } = work.callback.data;
  deps.count('Unrecognized');
  if (reason === 'mo-unauthenticated') deps.count('MoUnauthenticated');
  if (reason === 'rbm-unverified') deps.count('RbmUnverified');
}
