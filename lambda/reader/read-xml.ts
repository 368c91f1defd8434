import type { Envelope } from '../shared/envelope';
import type { Callback, ReadPolicy } from './callback';
import type { DocumentName } from './families';
import { soapAlone } from './mms/mm7-digest';
import { readMm7 } from './mms/read-mm7';
import { readDeliver } from './sms/deliver';
import { readMoMessage } from './sms/mo-message';
import { readMtMessageResponse } from './sms/mt-message-response';
import { charsetOf, decodeText } from './text/charset';
import { UnrecognizedError } from './unrecognized/unrecognized-error';
import { parseXml, type XmlElement } from './xml/xml';

type XmlReader = (root: XmlElement, envelope: Envelope, policy: ReadPolicy) => Callback | Promise<Callback>;

/** By the root's local name; MM7 requests are in a SOAP envelope. */
const readers: Readonly<Record<DocumentName<'xml'> | 'Envelope', XmlReader>> = {
  moMessage: readMoMessage,
  deliver: readDeliver,
  mtMessageResponse: readMtMessageResponse,
  Envelope: (root, _envelope, policy) => readMm7(root, soapAlone, policy),
};

/**
 * Reads an XML callback, whose root says what it is.
 * @throws UnrecognizedError
 */
export async function readXml(envelope: Envelope, policy: ReadPolicy): Promise<Callback> {
  const contentTypeCharset = charsetOf(envelope.headers['content-type']?.[0]);
  const root = parseXml(await decodeText(envelope.body, { contentTypeCharset, xmlDeclaration: true }));
  if (!hasReader(root.name)) throw new UnrecognizedError('unknown-root');
  return readers[root.name](root, envelope, policy);
}

function hasReader(name: string): name is keyof typeof readers {
  return Object.hasOwn(readers, name);
}
