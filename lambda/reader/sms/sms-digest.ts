import { toIsoDate } from '../text/dates';
import { readBoolean } from '../text/readable';
import { trimmed } from '../text/white-space';
import { type ElementRule, leftOut, type ValueRule } from '../xml/xml-digest';

// Parts of an SMS document that do not count in its digest exactly as they were sent (wire contract §6).

const instant: ValueRule = (text) => toIsoDate(text) ?? text;
const truth: ValueRule = (text) => String(readBoolean(text) ?? text);
const word: ElementRule = { text: trimmed };
const record: ElementRule = { anyOrder: true };

/**
 * For `moMessage` and `deliver`: the attempt number increases, and the receipt date is the message's, compared as an
 * instant.
 */
export const moRule: ElementRule = {
  anyOrder: true,
  attributes: { receiptDate: instant, attemptNumber: leftOut },
  children: { source: record, destination: record },
};

/** For `mtMessageResponse`. */
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
