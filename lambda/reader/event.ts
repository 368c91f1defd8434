import type { BusEvent } from '../shared/bus-event';
import type { Envelope } from '../shared/envelope';
import type { Callback } from './callback';
import { type DetailType, families } from './families';
import { eventId, identityText } from './identity/identity';
import { sendableJson } from './json/sendable-json';
import type { Metadata, RequestMetadata } from './metadata-schema';

export const schemaVersion = 1;

/** The event of a callback. */
export interface CallbackEntry extends BusEvent {
  readonly detailType: DetailType;
}

export const noRequest: RequestMetadata = { query: null, headers: null };

/** The typed event of a callback: `{ metadata, data }` (architecture §5, contract). */
export function toEvent(callback: Callback, envelope: Envelope): CallbackEntry {
  const id = eventId(callback.identity);
  const metadata: Metadata = {
    id,
    identity: identityText(callback.identity),
    requestId: envelope.requestId,
    receivedAt: envelope.receivedAt,
    route: envelope.path,
    proof: envelope.proof,
    attempt: callback.attempt,
    ...(callback.request ?? noRequest),
    schemaVersion,
  };
  return {
    id,
    detailType: families[callback.identity.family].detailType,
    detail: sendableJson(`{"metadata":${JSON.stringify(metadata)},"data":${dataJson(callback)}}`),
    time: envelope.receivedAt,
  };
}

function dataJson({ data, rawPayload }: Callback): string {
  const json = JSON.stringify(data);
  if (rawPayload === undefined) return json;
  const separator = json === '{}' ? '' : ',';
  return `${json.slice(0, -1)}${separator}"payload":${rawPayload}}`;
}
