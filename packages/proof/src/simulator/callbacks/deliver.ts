import { deliver as form } from '../../callbacks/deliver';
import { plainXml } from '../../callbacks/xml';
import { type CallbackBuilder, callbackOf } from '../callback';
import { digits, phoneNumber, shortCode, text } from './invented';
import { moEvent } from './mo-message';

export const deliver: CallbackBuilder = (random) => {
  const transactionId = digits(random, 12);
  const message = {
    transactionId,
    source: { address: phoneNumber(random).slice(1), carrier: digits(random, 3), type: 'MDN' },
    destination: { address: shortCode, type: 'SC' },
    text: text(random),
  };
  return [callbackOf(form, moEvent.keyOf({ messageId: transactionId }), () => [message, plainXml])];
};
