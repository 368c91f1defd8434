import fc from 'fast-check';
import { type BuiltCallback, type CallbackBuilder, formOf, type GeneratedCallback } from './callback';
import { expectedId, expectedPart, idShape } from './expected-identity';
import { type JsonStyle, jsonDocument, jsonStyles, jsonValues, plainJson, writeJson } from './json';
import { moment, phoneNumber } from './random';
import { wordedTexts } from './texts';

interface RbmEventContent {
  /** `ServerEvent`, `UserEvent`, `UserMessage` today. */
  readonly eventClass: string;
  readonly phoneNumber: string;
  readonly agentId: string | null;
  readonly messageId: string;
  /** None in a `UserMessage`. */
  readonly eventId: string | null;
  readonly members: Readonly<Record<string, unknown>>;
}

export const eventClassHeader = 'x-vibes-eventclass';

/** An RBM event (wire contract §5): a header says which of three documents it is, the body does not. */
export const rbmEvent = formOf<RbmEventContent, JsonStyle>({
  channel: 'rbm',
  route: '/rbm',
  authentication: 'signature',
  detailType: 'RBM Event',
  keyOf: ({ eventClass, eventId, messageId }) =>
    `rbm ${eventClass} ${eventClass === 'UserMessage' ? messageId : eventId}`,
  write: (event, style) => {
    const { headers, body } = jsonDocument(rbmJson(event, style), 'application/json', style);
    return { headers: { ...headers, [eventClassHeader]: event.eventClass }, body };
  },
});

function rbmJson({ phoneNumber, agentId, messageId, eventId, members }: RbmEventContent, style: JsonStyle) {
  const sent = Object.entries({ phoneNumber, agentId, messageId, eventId }).filter(([, value]) => value !== null);
  return writeJson({ ...Object.fromEntries(sent), ...members }, style);
}

/** An event of the agent, as Vibes writes it. */
export function rbmCallback(event: Omit<RbmEventContent, 'agentId'>): BuiltCallback {
  const content = { ...event, agentId: 'vibes-callbacks-agent' };
  return rbmEvent.callback(rbmEvent.keyOf({ ...content }), () => [content, plainJson]);
}

const serverEvents = ['SENT', 'FAILED', 'TTL_EXPIRATION_REVOKED', 'TTL_EXPIRATION_REVOKE_FAILED'] as const;

/** Google's RBM has these; Vibes names none of them (wire contract §5). */
const userEvents = ['DELIVERED', 'READ', 'IS_TYPING', 'SUBSCRIBE', 'UNSUBSCRIBE'] as const;

const userMessages: readonly [object, ...object[]] = [
  { text: 'HELLO' },
  { suggestionResponse: { postbackData: 'size=M', text: 'Medium', type: 'REPLY' } },
  {
    userFile: {
      category: 'IMAGE',
      payload: { mimeType: 'image/jpeg', fileSizeBytes: 51_200, fileUri: 'https://files.example/picture.jpg' },
    },
  },
  { location: { latitude: 41.88, longitude: -87.63 } },
];

export const buildRbmEvent: CallbackBuilder = (random) => {
  const eventClass = random.pick(['ServerEvent', 'UserEvent', 'UserMessage']);
  const isMessage = eventClass === 'UserMessage';
  const eventId = random.uuid();
  const event = {
    eventClass,
    eventId: isMessage ? null : eventId,
    messageId: random.uuid(),
    phoneNumber: phoneNumber(random),
  };
  const sendTime = new Date(moment(random)).toISOString();
  const eventType = random.pick(eventClass === 'ServerEvent' ? serverEvents : userEvents);
  const members = isMessage ? { sendTime, ...random.pick(userMessages) } : { sendTime, eventType };
  return [rbmCallback({ ...event, members })];
};

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
      sent: rbmEvent.sent(event, style, { proof }),
      retry: rbmEvent.sent(event, retryStyle, { proof }),
      detailType: rbmEvent.detailType,
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
