import { OpsError } from '../../frame/ops-error';
import type { SampleRequest } from './sample-request';

/** Where a document has the id that makes it another callback (wire contract §6): XML's attributes, MM7's, JSON's. */
const ids: readonly RegExp[] = [
  /(<(?:moMessage|mtMessageResponse)\b[^>]*?\bmessageId=")[^"]*(")/,
  /(<transaction\b[^>]*?\bid=")[^"]*(")/,
  /(<(?:\w+:)?MessageID\b[^>]*>)[^<]*(<)/,
  /(<(?:\w+:)?TransactionID\b[^>]*>)[^<]*(<)/,
  /("event_id"\s*:\s*")[^"]*(")/,
  /("eventId"\s*:\s*")[^"]*(")/,
  /("messageId"\s*:\s*")[^"]*(")/,
];

/** The same sample with a new id. Non-ASCII bytes stay as they are. */
export function freshId(sample: SampleRequest, id: string): SampleRequest {
  const text = sample.body.toString('latin1');
  const pattern = ids.find((one) => one.test(text));
  if (pattern === undefined) throw new OpsError('wrong-usage', 'This callback has no id to change.');
  return { ...sample, body: Buffer.from(text.replace(pattern, `$1${id}$2`), 'latin1') };
}

/** An MO message with another text. */
export function withText(sample: SampleRequest, words: string): SampleRequest {
  const text = sample.body.toString('utf8');
  const element = /(<message>)[\s\S]*?(<\/message>)/;
  if (!element.test(text))
    throw new OpsError('wrong-usage', 'Only an MO message has a text to change: mo-message-keyword, for example.');
  return {
    ...sample,
    body: Buffer.from(text.replace(element, (_, open, close) => `${open}${escaped(words)}${close}`)),
  };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
