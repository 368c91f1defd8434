import type { Callback } from '../callback';
import { contentDigest } from '../content-digest';
import type { Envelope } from '../envelope';
import { integerField, readDate } from '../readable';
import type { MoMessage } from '../schemas/mo-message';
import type { XmlElement } from '../xml';
import { XmlFields } from '../xml-fields';
import { xmlNode } from '../xml-node';
import { moCallback, readParties, requirePassword } from './mo';

/**
 * Reads a `moMessage` (wire contract §2.1).
 * @throws UnrecognizedError
 */
export function readMoMessage(root: XmlElement, envelope: Envelope): Callback {
  requirePassword(envelope);
  const data = readData(new XmlFields(root));
  // A part of a long message is told apart by its marker, whose children Vibes does not publish (wire contract §6).
  return moCallback(data, data.longMessageInfo === null ? '-' : contentDigest(data.longMessageInfo.element));
}

function readData(fields: XmlFields): MoMessage {
  const date = readDate(fields.requiredAttribute('receiptDate'));
  const longMessageInfo = fields.whole('longMessageInfo');
  const data: MoMessage = {
    messageId: fields.filledAttribute('messageId'),
    text: fields.requiredChild('message').text(),
    ...readParties(fields),
    receiptDate: date.value,
    receiptDateText: date.text,
    ...integerField('attemptNumber', fields.attribute('attemptNumber')),
    longMessageInfo: longMessageInfo && { element: xmlNode(longMessageInfo), raw: longMessageInfo.raw },
  };
  return { ...data, ...fields.extra() };
}
