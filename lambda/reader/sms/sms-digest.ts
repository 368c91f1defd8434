import { toIsoDate } from '../text/dates';
import { readBoolean } from '../text/readable';
import { trimmed } from '../text/white-space';
import { type ElementRule, leftOut, type ValueRule } from '../xml/xml-digest';

// What of an SMS document does not count in its digest exactly as it was sent (wire contract §6).

const instant: ValueRule = (text) => toIsoDate(text) ?? text;
const truth: ValueRule = (text) => String(readBoolean(text) ?? text);
const word: ElementRule = { text: trimmed };
const record: ElementRule = { anyOrder: true };

/** Of `moMessage` and `deliver`: the attempt number counts up, and the receipt date is the message's, as an instant. */
export const moRule: ElementRule = {
  anyOrder: true,
  attributes: { receiptDate: instant, attemptNumber: leftOut },
  children: { source: record, destination: record },
};

/** Of `mtMessageResponse`. */
export const receiptRule: ElementRule = {
  anyOrder: true,
  attributes: { receiptDate: instant },
  children: {
    type: word,
    multipart: { attributes: { isMultipart: truth } },
    status: {
      anyOrder: true,
      attributes: { isError: truth },
      children: { errorCode: word, internalErrorCode: word },
    },
  },
};
