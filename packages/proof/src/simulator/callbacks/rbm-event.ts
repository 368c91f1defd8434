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
  const eventType = eventClass === 'ServerEvent' ? random.pick(serverEvents) : 'READ';
  const members = isMessage ? { sendTime, text: 'HELLO' } : { sendTime, eventType };
  return [callbackOf(form, rbmEvent.keyOf(event), () => [{ ...event, members }, plainJson])];
};
