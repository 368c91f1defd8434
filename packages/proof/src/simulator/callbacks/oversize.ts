import { plainJson } from '../../callbacks/json';
import { platformEvent as form } from '../../callbacks/platform-event';
import { type CallbackBuilder, callbackOf } from '../callback';
import { platformEvent } from './platform-event';

/** API Gateway takes 10 MB (its quota page): a Platform event past that must be refused so that Vibes sends it again. */
const bytes = 11 * 1024 * 1024;

export const oversize: CallbackBuilder = (random) => {
  const eventId = random.hex(12).toUpperCase();
  const event = {
    eventId,
    type: 'person_updated',
    typeNames: ['callback_type'],
    eventDate: null,
    members: { note: 'x'.repeat(bytes) },
    deliveryAttempt: null,
  } as const;
  const style = { json: plainJson, contentType: 'application/json' };
  return [callbackOf(form, platformEvent.keyOf(event), () => [event, style])];
};
