import type { Envelope } from '../../shared/envelope';
import type { Callback, ReadPolicy } from '../callback';
import { keywordOf } from '../text/keyword';
import { integerField, readDate } from '../text/readable';
import type { XmlElement } from '../xml/xml';
import { XmlFields } from '../xml/xml-fields';
import { moCallback, readParties, requirePassword } from './mo';
import type { MoMessage } from './mo-message-schema';

/** Its ids and those of `moMessage` are unrelated: the same number in both is not a repeat. */
const part = 'deliver';

/**
 * Reads a `deliver` version 1, the older MO (wire contract §2.2). It has no receipt date and no attempt number; if one
 * comes anyway, it is read.
 * @throws UnrecognizedError
 */
export function readDeliver(root: XmlElement, envelope: Envelope, policy: ReadPolicy): Callback {
  requirePassword(envelope);
  return moCallback(root, readData(new XmlFields(root)), () => part, policy);
}

function readData(fields: XmlFields): MoMessage {
  const text = fields.requiredChild('message').requiredAttribute('text');
  const date = readDate(fields.attribute('receiptDate'));
  const data: MoMessage = {
    messageId: fields.requiredChild('transaction').filledAttribute('id'),
    text,
    keyword: keywordOf(text),
    ...readParties(fields),
    receiptDate: date.value,
    receiptDateText: date.text,
    ...integerField('attemptNumber', fields.attribute('attemptNumber')),
    longMessageInfo: null,
  };
  return { ...data, ...fields.extra() };
}
