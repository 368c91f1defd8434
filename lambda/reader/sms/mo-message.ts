import type { Envelope } from '../../shared/envelope';
import type { Callback, ReadPolicy } from '../callback';
import { contentDigest } from '../identity/content-digest';
import { keywordOf } from '../text/keyword';
import { integerField, readDate } from '../text/readable';
import type { XmlElement } from '../xml/xml';
import { XmlError } from '../xml/xml';
import { XmlFields } from '../xml/xml-fields';
import { xmlNode } from '../xml/xml-node';
import { moCallback, readParties, requirePassword } from './mo';
import type { MoMessage } from './mo-message-schema';

/**
 * Real markers are short. The event has the marker twice, parsed and raw, and escaped each time: 4 MB of quotes or line
 * ends would become 20 MB.
 */
export const maxMarkerLength = 1024 * 1024;

/**
 * Reads a `moMessage` (wire contract §2.1).
 * @throws UnrecognizedError
 */
export function readMoMessage(root: XmlElement, envelope: Envelope, policy: ReadPolicy): Callback {
  requirePassword(envelope);
  const data = readData(new XmlFields(root));
  // The marker tells the parts of a long message apart; Vibes does not publish its children (wire contract §6).
  const marker = data.longMessageInfo && contentDigest(data.longMessageInfo.element);
  return moCallback(root, data, (rule) => (marker === null ? '-' : rule.seal(marker)), policy);
}

function readData(fields: XmlFields): MoMessage {
  const text = fields.requiredChild('message').text();
  const date = readDate(fields.attribute('receiptDate'));
  const longMessageInfo = fields.whole('longMessageInfo');
  if (longMessageInfo !== null && longMessageInfo.raw.length > maxMarkerLength) throw new XmlError('xml-too-complex');
  const data: MoMessage = {
    messageId: fields.filledAttribute('messageId'),
    text,
    keyword: keywordOf(text),
    ...readParties(fields),
    receiptDate: date.value,
    receiptDateText: date.text,
    ...integerField('attemptNumber', fields.attribute('attemptNumber')),
    longMessageInfo: longMessageInfo && { element: xmlNode(longMessageInfo), raw: longMessageInfo.raw },
  };
  return { ...data, ...fields.extra() };
}
