import { dateText, receiptDate } from '../../callbacks/date-text';
import { mtMessageResponse } from '../../callbacks/mt-message-response';
import { plainXml } from '../../callbacks/xml';
import { type BuiltCallback, type CallbackBuilder, callbackOf, type ExpectedEvent } from '../callback';
import type { Random } from '../random';
import { moment } from './invented';

export const receiptEvent: ExpectedEvent = {
  detailType: 'MT Message Response',
  keyOf: ({ messageId, type, receiptDate: date }) => `receipt ${messageId} ${type} ${Date.parse(String(date))}`,
};

/** A message has a Carrier and, mostly, a Handset receipt under one id. */
export const receipt: CallbackBuilder = (random) => {
  const messageId = random.uuid();
  const parts = random.chance(0.2) ? 2 : 1;
  const carrier = receiptOf(random, messageId, 'Carrier', parts);
  return random.chance(0.8) ? [carrier, receiptOf(random, messageId, 'Handset', parts)] : [carrier];
};

function receiptOf(random: Random, messageId: string, type: 'Carrier' | 'Handset', parts: number): BuiltCallback {
  const isError = random.chance(0.1);
  const content = {
    messageId,
    submitterMessageId: random.chance(0.5) ? `order-${random.int(1, 9999)}` : null,
    receiptDate: dateText(moment(random), receiptDate),
    multipart: parts === 1 ? null : partOf(random, parts),
    type,
    isError,
    description: isError ? 'Not delivered' : 'Message delivered',
    errorCode: isError ? '107' : null,
    internalErrorCode: isError ? random.pick(['1', '7', '9', '12', '26']) : null,
  };
  return callbackOf(mtMessageResponse, receiptEvent.keyOf(content), () => [content, plainXml]);
}

function partOf(random: Random, parts: number) {
  return { isMultipart: true, originalMessageId: random.uuid(), noOfParts: parts, partNumber: parts };
}
