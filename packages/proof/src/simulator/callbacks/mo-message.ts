import { dateText, moDate } from '../../callbacks/date-text';
import { moMessage } from '../../callbacks/mo-message';
import { plainXml } from '../../callbacks/xml';
import { type CallbackBuilder, callbackOf, type ExpectedEvent } from '../callback';
import { digits, moment, phoneNumber, shortCode, text } from './invented';

export const moEvent: ExpectedEvent = { detailType: 'MO Message', keyOf: ({ messageId }) => `mo ${messageId}` };

/** The attempt number is in the body, so a retry has other bytes. */
export const mo: CallbackBuilder = (random) => {
  const messageId = random.uuid();
  const carrier = random.chance(0.1) ? '' : digits(random, 3);
  const message = {
    messageId,
    receiptDate: dateText(moment(random), moDate),
    source: { address: phoneNumber(random), carrier, type: 'MDN' },
    destination: { address: shortCode, type: 'SC' },
    text: text(random),
  };
  return [callbackOf(moMessage, moEvent.keyOf(message), (attemptNumber) => [{ ...message, attemptNumber }, plainXml])];
};
