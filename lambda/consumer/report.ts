import { families } from '../reader/families';
import { eventId, identityText } from '../reader/identity/identity';
import { hasNationalNumber } from '../reader/platform/national-number';
import type { ConsumerDeps } from './deps';
import { isGivenBack, type Outcome, type Processed, type ReceivedCallback } from './outcome';
import type { EnvelopeSource } from './read-messages';

/**
 * A callback from the retry queue is alone in its invocation, and may kill it. This line, logged before anything is read,
 * ties Lambda's own line about that invocation to the callback. Callbacks that never failed do not get one.
 */
export function reportRetries(sources: readonly EnvelopeSource[], invocationId: string, deps: ConsumerDeps): void {
  for (const { handle, name } of sources) {
    const { messageId, queueArn, deadLetterId } = handle;
    if (!deps.isRetryQueue(queueArn)) continue;
    const ids = { messageId, invocationId, ...name, ...(deadLetterId === undefined ? {} : { deadLetterId }) };
    deps.log({ code: 'Retried', ...ids });
  }
}

/** Logs one line per outcome, with ids and codes, and counts the metrics that alarms and dashboard use. */
export function report(processed: readonly Processed[], deps: ConsumerDeps): void {
  for (const one of processed) {
    const { outcome, received } = one;
    const level = outcome.code === 'RecordFailed' ? ({ level: 'error' } as const) : {};
    const ids = received === undefined ? {} : idsOf(received);
    const waited = outcome.code === 'Published' && received !== undefined ? { waitedMs: waitedMs(received, deps) } : {};
    const { code, ...more } = outcome;
    deps.log({ code, ...level, ...more, ...messageOf(one), ...ids, ...waited });
    count(outcome, received, deps);
  }
}

/** Ties the lines about a message together. One that is finished at its first try has no other line. */
function messageOf(one: Processed): { readonly messageId?: string } {
  const { messageId, isFirstTry } = one.handle;
  return isFirstTry && !isGivenBack(one) ? {} : { messageId };
}

/**
 * The time since it was received. An event's time is when its callback was received, and EventBridge replays by it;
 * from this, `replay` knows how far back it must start for events that were published late.
 */
function waitedMs({ envelope }: ReceivedCallback, { now }: ConsumerDeps): number {
  return now() - Date.parse(envelope.receivedAt);
}

function idsOf({ envelope, callback: { identity, data, rawPayload = '' } }: ReceivedCallback) {
  return {
    requestId: envelope.requestId,
    eventId: eventId(identity),
    identity: identityText(identity),
    detailType: families[identity.family].detailType,
    ...(identity.family === 'unrecognized' ? { reason: String(data.reason) } : {}),
    // Shows `connect status` that a registration was made with version 1 of Vibes' API.
    ...(identity.family === 'platform' && hasNationalNumber(rawPayload) ? { numbers: 'national' } : {}),
  };
}

function count({ code }: Outcome, received: ReceivedCallback | undefined, deps: ConsumerDeps): void {
  if (code === 'DuplicateDropped' || code === 'RecordFailed') deps.count(code);
  if (code !== 'Published' || received?.callback.identity.family !== 'unrecognized') return;
  const { reason } = received.callback.data;
  deps.count('Unrecognized');
  if (reason === 'mo-unauthenticated') deps.count('MoUnauthenticated');
  if (reason === 'rbm-unverified') deps.count('RbmUnverified');
}
