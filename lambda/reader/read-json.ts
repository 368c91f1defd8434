import type { Envelope } from '../shared/envelope';
import type { Callback, ReadPolicy } from './callback';
import { moveField } from './event-size';
import type { DocumentName } from './families';
import { JsonObject } from './json/json-object';
import { readPlatformEvent } from './platform/platform-event';
import { eventClassHeader, readRbmEvent } from './rbm/rbm-event';
import { charsetOf, decodeText } from './text/charset';
import { UnrecognizedError } from './unrecognized/unrecognized-error';

type JsonReader = (json: JsonObject, envelope: Envelope, policy: ReadPolicy) => Callback;

const readers: Readonly<Record<DocumentName<'json'>, JsonReader>> = {
  'Platform JSON': readPlatformEvent,
  'RBM JSON': readRbmEvent,
};

/**
 * Reads a JSON callback, Platform or RBM. A payload that EventBridge would refuse goes to the bucket.
 * @throws UnrecognizedError
 */
export async function readJson(envelope: Envelope, policy: ReadPolicy): Promise<Callback> {
  const json = JsonObject.parse(await decodeJson(envelope));
  const callback = readers[documentOf(json, envelope)](json, envelope, policy);
  return json.fitsAnEvent() ? callback : moveField(callback, 'payload', policy);
}

/**
 * JSON is UTF-8 (RFC 8259 §8.1), regardless of the Content-Type; if it is not valid UTF-8, the Content-Type decides.
 */
async function decodeJson({ body, headers }: Envelope): Promise<string> {
  const contentTypeCharset = charsetOf(headers['content-type']?.[0]);
  try {
    return await decodeText(body);
  } catch (error) {
    if (contentTypeCharset === undefined || !(error instanceof UnrecognizedError)) throw error;
    return decodeText(body, { contentTypeCharset });
  }
}

/** The header shows that it is RBM. Without it, ids that only RBM has, or the RBM route if the body does not tell. */
function documentOf(json: JsonObject, { headers, path }: Envelope): DocumentName<'json'> {
  if (headers[eventClassHeader] !== undefined) return 'RBM JSON';
  if (json.id('event_id') !== null) return 'Platform JSON';
  const isRbm = json.id('eventId') !== null || json.id('agentId') !== null || path === '/rbm';
  return isRbm ? 'RBM JSON' : 'Platform JSON';
}
