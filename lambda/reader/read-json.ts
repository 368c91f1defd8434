import type { Envelope } from '../shared/envelope';
import type { Callback, ReadPolicy } from './callback';
import { moveField } from './event-size';
import { JsonObject } from './json/json-object';
import { readPlatformEvent } from './platform/platform-event';
import { eventClassHeader, readRbmEvent } from './rbm/rbm-event';
import { charsetOf, decodeText } from './text/charset';
import { UnrecognizedError } from './unrecognized/unrecognized-error';

/**
 * Reads a JSON callback, Platform or RBM. A payload that EventBridge would refuse goes to the bucket.
 * @throws UnrecognizedError
 */
export function readJson(envelope: Envelope, policy: ReadPolicy): Callback {
  const json = JsonObject.parse(decodeJson(envelope));
  const callback = isRbm(json, envelope) ? readRbmEvent(json, envelope, policy) : readPlatformEvent(json);
  return json.fitsAnEvent() ? callback : moveField(callback, 'payload', json.text, policy);
}

/** JSON is UTF-8 (RFC 8259 §8.1), whatever a Content-Type says; one that is not may be what the Content-Type says. */
function decodeJson({ body, headers }: Envelope): string {
  const contentTypeCharset = charsetOf(headers['content-type']?.[0]);
  try {
    return decodeText(body);
  } catch (error) {
    if (contentTypeCharset === undefined || !(error instanceof UnrecognizedError)) throw error;
    return decodeText(body, { contentTypeCharset });
  }
}

/** The header says it. Without the header: ids that RBM alone has, or its route where the body says nothing else. */
function isRbm(json: JsonObject, { headers, path }: Envelope): boolean {
  if (headers[eventClassHeader] !== undefined) return true;
  if (json.id('event_id') !== null) return false;
  return json.id('eventId') !== null || json.id('agentId') !== null || path === '/rbm';
}
