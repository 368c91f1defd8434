import type { Envelope } from '../../shared/envelope';
import { sha256Hex } from '../../shared/sha-256';
import type { Callback, ReadPolicy } from '../callback';
import { boundedId, identityPart, shapes } from '../identity/identity-parts';
import { identify } from '../identity/identity-rule';
import type { JsonObject } from '../json/json-object';
import { keywordOf } from '../text/keyword';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import type { RbmEvent } from './rbm-event-schema';

/** Header that says which class of event it is, which the body does not (wire contract §5). */
export const eventClassHeader = 'x-vibes-eventclass';

/**
 * Reads an RBM event (wire contract §5): what identifies it, and the JSON as it was sent. Classes that Vibes adds are
 * passed on. Without a configured secret nothing is verified, and `verified` says so.
 * @throws UnrecognizedError
 */
export function readRbmEvent(json: JsonObject, envelope: Envelope, policy: ReadPolicy): Callback {
  const verified = envelope.proof === 'signature';
  if (policy.requireRbmSignature && !verified) throw new UnrecognizedError('rbm-unverified');
  const sent = {
    eventClass: envelope.headers[eventClassHeader]?.[0] ?? null,
    eventId: json.id('eventId'),
    messageId: json.id('messageId'),
    agentId: json.id('agentId'),
  };
  const id = idOf(sent);
  if (id === null) throw new UnrecognizedError('json-missing-id');
  const text = json.string('text');
  const data: Omit<RbmEvent, 'payload'> = {
    eventClass: sent.eventClass,
    eventId: sent.eventId?.toWellFormed() ?? null,
    messageId: sent.messageId?.toWellFormed() ?? null,
    agentId: sent.agentId?.toWellFormed() ?? null,
    verified,
    keyword: text === null ? null : keywordOf(text),
  };
  const digest = json.digest();
  return {
    ...identify(policy, (rule) => ({
      family: 'rbm',
      id: boundedId(id, rule),
      part: identityPart(
        [
          { text: sent.eventClass, shape: shapes.eventClass },
          { text: sent.agentId, shape: shapes.id },
        ],
        rule,
      ),
    })),
    contentDigest: sha256Hex(JSON.stringify([envelope.headers[eventClassHeader] ?? [], digest])),
    formerDigests: [sha256Hex(JSON.stringify([sent.eventClass, digest]))],
    attempt: null,
    data,
    rawPayload: json.text,
    objects: [],
  };
}

/** One message has many events, so a message id alone identifies only the message itself (wire contract §6). */
function idOf({
  eventClass,
  eventId,
  messageId,
}: Pick<RbmEvent, 'eventClass' | 'eventId' | 'messageId'>): string | null {
  if (eventClass === 'UserMessage') return messageId ?? eventId;
  if (eventClass === 'ServerEvent' || eventClass === 'UserEvent') return eventId;
  return eventId ?? messageId;
}
