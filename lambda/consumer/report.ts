import { detailTypes } from '../core/callback';
import { eventId } from '../core/identity';
import type { ConsumerDeps } from './deps';
import type { Settled, Work } from './settled';

/** Writes one line and the metrics of each outcome; returns the ids of the messages that go back to the queue. */
export function report(settled: readonly Settled[], deps: ConsumerDeps): string[] {
  return settled.filter((one) => reportOne(one, deps)).map(({ receipt }) => receipt.messageId);
}

function reportOne({ receipt, fate, work }: Settled, deps: ConsumerDeps): boolean {
  const ids = { messageId: receipt.messageId, ...(work === undefined ? {} : idsOf(work)) };
  switch (fate.code) {
    case 'published':
      if (work !== undefined) countUnrecognized(work, deps);
      deps.log({ level: 'info', ...fate, ...ids });
      return false;
    case 'duplicate-dropped':
      deps.count('DuplicateDropped');
      deps.log({ level: 'info', ...fate, ...ids });
      return false;
    case 'held':
      deps.log({ level: 'info', ...fate, ...ids });
      return true;
    case 'record-failed':
      deps.count('RecordFailed');
      deps.log({ level: 'error', ...fate, ...ids });
      return true;
    default:
      return fate satisfies never;
  }
}

function idsOf({ envelope, callback }: Work) {
  const { identity, data } = callback;
  const reason = identity.family === 'unrecognized' ? { reason: String(data.reason) } : {};
  return {
    requestId: envelope.requestId,
    eventId: eventId(identity),
    detailType: detailTypes[identity.family],
    ...reason,
  };
}

function countUnrecognized({ callback: { identity, data } }: Work, deps: ConsumerDeps): void {
  if (identity.family !== 'unrecognized') return;
  deps.count('Unrecognized');
  if (data.reason === 'mo-unauthenticated') deps.count('MoUnauthenticated');
  if (data.reason === 'rbm-unverified') deps.count('RbmUnverified');
}
