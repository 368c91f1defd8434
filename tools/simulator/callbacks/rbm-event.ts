import type { CallbackBuilder } from '../callback';
import { moment, phoneNumber } from './invented';

const serverEvents = ['SENT', 'FAILED', 'TTL_EXPIRATION_REVOKED', 'TTL_EXPIRATION_REVOKE_FAILED'] as const;

/** RBM (wire contract §5): a header says which of three documents it is, the body does not. */
export const rbm: CallbackBuilder = (random) => {
  const eventClass = random.pick(['ServerEvent', 'UserEvent', 'UserMessage']);
  const eventId = random.uuid();
  const messageId = random.uuid();
  const common = {
    phoneNumber: phoneNumber(random),
    agentId: 'vibes-callbacks-agent',
    messageId,
    sendTime: moment(random).toISOString(),
  };
  const event = { ...common, eventId, eventType: eventClass === 'ServerEvent' ? random.pick(serverEvents) : 'READ' };
  const json = JSON.stringify(eventClass === 'UserMessage' ? { ...common, text: 'HELLO' } : event);
  return [
    {
      key: `rbm ${eventClass} ${eventClass === 'UserMessage' ? messageId : eventId}`,
      kind: 'rbm',
      channel: 'rbm',
      method: 'POST',
      route: '/rbm',
      authentication: 'signature',
      document: () => ({
        headers: { 'content-type': 'application/json', 'x-vibes-eventclass': eventClass },
        body: Buffer.from(json, 'utf8'),
      }),
    },
  ];
};
