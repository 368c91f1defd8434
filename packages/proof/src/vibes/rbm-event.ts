import { type CallbackBuilder, type CallbackForm, callbackOf, type ExpectedEvent } from './callback';
import { type JsonStyle, jsonDocument, plainJson, writeJson } from './json';
import { moment, phoneNumber } from './random';

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
export const rbmEvent: CallbackForm<RbmEventContent, JsonStyle> = {
  channel: 'rbm',
  route: '/rbm',
  authentication: 'signature',
  write: (event, style) => {
    const { headers, body } = jsonDocument(rbmJson(event, style), 'application/json', style);
    return { headers: { ...headers, [eventClassHeader]: event.eventClass }, body };
  },
};

export function rbmJson({ phoneNumber, agentId, messageId, eventId, members }: RbmEventContent, style: JsonStyle) {
  const sent = Object.entries({ phoneNumber, agentId, messageId, eventId }).filter(([, value]) => value !== null);
  return writeJson({ ...Object.fromEntries(sent), ...members }, style);
}

export const expectedRbmEvent: ExpectedEvent = {
  detailType: 'RBM Event',
  keyOf: ({ eventClass, eventId, messageId }) =>
    `rbm ${eventClass} ${eventClass === 'UserMessage' ? messageId : eventId}`,
};

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
    agentId: 'vibes-callbacks-agent',
  };
  const sendTime = new Date(moment(random)).toISOString();
  const eventType = random.pick(eventClass === 'ServerEvent' ? serverEvents : userEvents);
  const members = isMessage ? { sendTime, ...random.pick(userMessages) } : { sendTime, eventType };
  return [callbackOf(rbmEvent, expectedRbmEvent.keyOf(event), () => [{ ...event, members }, plainJson])];
};
