import type { Callback } from '../callback';
import type { Envelope } from '../envelope';
import { integerField, readDate } from '../readable';
import type { MoMessage } from '../schemas/mo-message';
import type { XmlElement } from '../xml';
import { XmlFields } from '../xml-fields';
import { moCallback, readParties, requirePassword } from './mo';

/** Its ids and those of `moMessage` are different ones: the same number in both is no repeat. */
const part = 'deliver';

/**
 * Reads a `deliver` version 1, the older MO (wire contract §2.2). It has no receipt date and no attempt number; where
 * one comes nevertheless it is read.
 * @throws UnrecognizedError
 */
export function readDeliver(root: XmlElement, envelope: Envelope): Callback {
  requirePassword(envelope);
  return moCallback(readData(new XmlFields(root)), part);
}

function readData(fields: XmlFields): MoMessage {
  const date = readDate(fields.attribute('receiptDate'));
  const data: MoMessage = {
    messageId: fields.requiredChild('transaction').filledAttribute('id'),
    text: fields.requiredChild('message').requiredAttribute('text'),
    ...readParties(fields),
    receiptDate: date.value,
    receiptDateText: date.text,
    ...integerField('attemptNumber', fields.attribute('attemptNumber')),
    longMessageInfo: null,
  };
  return { ...data, ...fields.extra() };
}
