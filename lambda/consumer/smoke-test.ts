import { noRequest, schemaVersion } from '../reader/event';
import { eventId } from '../reader/identity/identity';
import type { BusEvent } from '../shared/bus-event';
import type { Envelope } from '../shared/envelope';
import { errorCode } from '../shared/error-code';
import type { ConsumerDeps } from './deps';
import type { InvocationLimits } from './invocation';
import type { MessageHandle, Processed } from './outcome';

/**
 * Publishes a test's event, without the ledger and the bucket. A failure is logged, where the operator looks for it, and
 * not retried: a test must not end as a dead letter.
 */
export async function publishSmokeTest(
  id: string,
  envelope: Envelope,
  handle: MessageHandle,
  { publishing }: InvocationLimits,
  { publisher }: ConsumerDeps,
): Promise<Processed> {
  const event = smokeTestEvent(id, envelope);
  const ids = { requestId: envelope.requestId, eventId: event.id };
  try {
    const cause = (await publisher.publish([event], publishing)).get(event.id);
    return { handle, outcome: { code: 'SmokeTest', ...ids, published: cause === undefined, cause: cause ?? '' } };
  } catch (error) {
    return { handle, outcome: { code: 'SmokeTest', ...ids, published: false, cause: errorCode(error) } };
  }
}

export function smokeTestEventId(id: string): string {
  return eventId({ family: 'unrecognized', id, part: 'smoke-test' });
}

/** Like every event of ours; no rule that names a type of callback matches it. */
function smokeTestEvent(id: string, envelope: Envelope): BusEvent {
  const metadata = {
    id: smokeTestEventId(id),
    identity: `smoke-test#${id}#-`,
    requestId: envelope.requestId,
    receivedAt: envelope.receivedAt,
    route: envelope.path,
    proof: envelope.proof,
    attempt: null,
    ...noRequest,
    schemaVersion,
  };
  return {
    id: metadata.id,
    detailType: 'Smoke Test',
    detail: JSON.stringify({ metadata, data: { smokeTest: id } }),
    time: envelope.receivedAt,
  };
}
