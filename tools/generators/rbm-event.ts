import fc from 'fast-check';
import { envelopeOf } from '../../test/support/envelope';
import { expectedId, expectedPart, idShape } from './expected-identity';
import type { GeneratedCallback } from './generated-callback';
import { type JsonWriting, jsonBytes, jsonValues, jsonWritings, writeJson } from './json-text';

const ids = fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme', minLength: 1 }));

const events = fc.record({
  eventClass: fc.constantFrom('ServerEvent', 'UserEvent', 'UserMessage', 'ClassOfTomorrow'),
  eventId: ids,
  messageId: ids,
  agentId: fc.option(ids, { nil: null }),
  phoneNumber: fc.stringMatching(/^\+1312555\d{4}$/),
  content: jsonValues,
  signed: fc.boolean(),
});
type RbmEvent = typeof events extends fc.Arbitrary<infer T> ? T : never;

/** An RBM event (wire contract §5). */
export const rbmEvents: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(events, jsonWritings, jsonWritings)
  .map(([event, first, again]) => ({
    envelope: envelopeFrom(event, first),
    retry: envelopeFrom(event, again),
    detailType: 'RBM Event',
    identity: {
      family: 'rbm',
      id: expectedId(event.eventClass === 'UserMessage' ? event.messageId : event.eventId),
      part: expectedPart([
        [event.eventClass, /^(ServerEvent|UserEvent|UserMessage)$/],
        [event.agentId, idShape],
      ]),
    },
    data: {
      eventClass: event.eventClass,
      eventId: event.eventClass === 'UserMessage' ? null : event.eventId,
      messageId: event.messageId,
      agentId: event.agentId,
      verified: event.signed,
      payload: JSON.parse(payloadOf(event, first)),
    },
  }));

function envelopeFrom(event: RbmEvent, writing: JsonWriting) {
  return envelopeOf({
    path: '/rbm',
    headers: { 'content-type': 'application/json', 'x-vibes-eventclass': event.eventClass },
    proof: event.signed ? 'signature' : 'source',
    body: jsonBytes(payloadOf(event, writing), writing),
  });
}

function payloadOf(
  { eventClass, eventId, messageId, agentId, phoneNumber, content }: RbmEvent,
  writing: JsonWriting,
): string {
  const members = {
    phoneNumber,
    ...(agentId !== null && { agentId }),
    messageId,
    ...(eventClass !== 'UserMessage' && { eventId }),
    content,
  };
  return writeJson(members, writing);
}
