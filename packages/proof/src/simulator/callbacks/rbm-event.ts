import { plainJson } from '../../callbacks/json';
import { rbmEvent as form } from '../../callbacks/rbm-event';
import { type CallbackBuilder, callbackOf, type ExpectedEvent } from '../callback';
import { moment, phoneNumber } from './invented';

export const rbmEvent: ExpectedEvent = {
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

export const rbm: CallbackBuilder = (random) => {
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
  return [callbackOf(form, rbmEvent.keyOf(event), () => [{ ...event, members }, plainJson])];
};
