import type { Envelope } from '../../shared/envelope';
import type { Callback, ReadPolicy } from '../callback';
import type { DocumentName } from '../families';
import { type MimePart, readMultipart } from '../mime/mime';
import { decodeText } from '../text/charset';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import { parseXml, type XmlElement } from '../xml/xml';
import type { Mm7Body } from './mm7-digest';
import { type Mm7Request, openMm7 } from './mm7-request';
import { readMmsDeliveryReport } from './mms-delivery-report';
import { readMmsMessage } from './mms-message';

type Mm7Reader = (request: Mm7Request, body: Mm7Body, policy: ReadPolicy) => Callback | Promise<Callback>;

/** By the local name of the element in the SOAP body. */
const readers: Readonly<Record<DocumentName<'mm7'>, Mm7Reader>> = {
  DeliverReq: readMmsMessage,
  DeliveryReportReq: readMmsDeliveryReport,
};

/**
 * Reads a SOAP envelope and its attachments with the reader for the request in its body.
 * @throws UnrecognizedError
 */
export function readMm7(root: XmlElement, body: Mm7Body, policy: ReadPolicy): Callback | Promise<Callback> {
  const request = openMm7(root);
  if (!hasReader(request.element.name)) throw new UnrecognizedError('unknown-root');
  return readers[request.element.name](request, body, policy);
}

function hasReader(name: string): name is keyof typeof readers {
  return Object.hasOwn(readers, name);
}

/**
 * Reads a multipart body: a SOAP envelope, then media. The envelope is the part that `start` names (RFC 2387), or the
 * first one: Vibes sends no `start` (wire contract §3.1).
 * @throws UnrecognizedError
 */
export async function readMm7Multipart(envelope: Envelope, policy: ReadPolicy): Promise<Callback> {
  const contentType = envelope.headers['content-type']?.[0] ?? '';
  const parts = await readMultipart(contentType, envelope.body);
  const soapPart = parts.find((part) => isNamedBy(contentType, part)) ?? parts[0];
  if (soapPart === undefined) throw new UnrecognizedError('mime-malformed');
  const media = parts.filter((part) => part !== soapPart);
  return readMm7(await parseSoap(soapPart), { soapPart, media }, policy);
}

function isNamedBy(contentType: string, { headers }: MimePart): boolean {
  const [, start] = /;\s*start\s*=\s*"?<?([^">;\s]+)/i.exec(contentType) ?? [];
  const contentId = headers.find(({ name }) => name === 'content-id')?.value.replace(/^<(.*)>$/, '$1');
  return start !== undefined && start === contentId;
}

/**
 * The MIME charset takes precedence over the XML declaration, which says UTF-16 in every published sample (wire
 * contract §3.1).
 */
async function parseSoap({ bytes, charset }: MimePart): Promise<XmlElement> {
  const root = parseXml(await decodeText(bytes, { contentTypeCharset: charset, xmlDeclaration: true }));
  if (root.name !== 'Envelope') throw new UnrecognizedError('mime-malformed');
  return root;
}
