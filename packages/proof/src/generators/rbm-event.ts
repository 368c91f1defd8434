import fc from 'fast-check';
import { rbmEvent, rbmJson } from '../vibes/rbm-event';
import { expectedId, expectedPart, idShape } from './expected-identity';
import { type GeneratedCallback, received } from './generated-callback';
import { jsonStyles } from './styles';
import { jsonValues, wordedTexts } from './texts';

const ids = fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme', minLength: 1 }));

const events = fc
  .record({
    eventClass: fc.constantFrom('ServerEvent', 'UserEvent', 'UserMessage', 'ClassOfTomorrow'),
    eventId: ids,
    messageId: ids,
    agentId: fc.option(ids),
    phoneNumber: fc.stringMatching(/^\+1312555\d{4}$/),
    members: fc.record({ content: jsonValues }),
    worded: fc.option(wordedTexts(fc.string({ unit: 'grapheme' }))),
  })
  .map(({ worded, members, ...event }) => ({
    ...event,
    eventId: event.eventClass === 'UserMessage' ? null : event.eventId,
    members: worded === null ? members : { ...members, text: worded.text },
    keyword: worded?.keyword ?? null,
  }));

const proofs = fc.constantFrom('signature', 'source');

export const rbmEvents: fc.Arbitrary<GeneratedCallback> = fc
  .tuple(events, proofs, jsonStyles, jsonStyles)
  .map(([event, proof, style, retryStyle]) => {
    const { eventClass, eventId, messageId, agentId, keyword } = event;
    return {
      envelope: received(rbmEvent, event, style, { proof }),
      retry: received(rbmEvent, event, retryStyle, { proof }),
      detailType: 'RBM Event',
      identity: {
        family: 'rbm',
        id: expectedId(eventId ?? messageId),
        part: expectedPart([
          [eventClass, /^(ServerEvent|UserEvent|UserMessage)$/],
          [agentId, idShape],
        ]),
      },
      data: {
        eventClass,
        eventId,
        messageId,
        agentId,
        verified: proof === 'signature',
        keyword,
        payload: JSON.parse(rbmJson(event, style)),
      },
    };
  });
