import type { Envelope } from '../../shared/envelope';
import type { Callback, ReadPolicy } from '../callback';
import { type MimePart, readMultipart } from '../mime/mime';
import { decodeText } from '../text/charset';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import { parseXml, type XmlElement } from '../xml/xml';
import { openMm7 } from './mm7-request';
import { readMm7DeliveryReport } from './mms-delivery-report';
import { readMm7Deliver } from './mms-message';

/**
 * Reads a SOAP envelope by the request in its body, with the media that came beside it.
 * @throws UnrecognizedError
 */
export function readMm7(root: XmlElement, media: readonly MimePart[], policy: ReadPolicy): Callback {
  const request = openMm7(root);
  if (request.element.name === 'DeliverReq') return readMm7Deliver(request, media, policy);
  // A report has no media: with some it is something that nobody has described.
  if (request.element.name === 'DeliveryReportReq' && media.length === 0) return readMm7DeliveryReport(request);
  throw new UnrecognizedError('unknown-root');
}

/**
 * Reads a multipart body: a SOAP envelope, then media. The envelope is the part that `start` names (RFC 2387), or the
 * first one: Vibes sends no `start` (wire contract §3.1).
 * @throws UnrecognizedError
 */
export async function readMm7Multipart(envelope: Envelope, policy: ReadPolicy): Promise<Callback> {
  const contentType = envelope.headers['content-type']?.[0] ?? '';
  const parts = await readMultipart(contentType, envelope.body);
  const soap = parts.find((part) => isNamedBy(contentType, part)) ?? parts[0];
  if (soap === undefined) throw new UnrecognizedError('mime-malformed');
  const media = parts.filter((part) => part !== soap);
  return readMm7(parseSoap(soap), media, policy);
}

function isNamedBy(contentType: string, { headers }: MimePart): boolean {
  const [, start] = /;\s*start\s*=\s*"?<?([^">;\s]+)/i.exec(contentType) ?? [];
  const contentId = headers.find(({ name }) => name === 'content-id')?.value.replace(/^<(.*)>$/, '$1');
  return start !== undefined && start === contentId;
}

/** Its MIME charset wins over its declaration, which says UTF-16 in every published sample (wire contract §3.1). */
function parseSoap({ bytes, charset }: MimePart): XmlElement {
  const root = parseXml(decodeText(bytes, { contentTypeCharset: charset, xmlDeclaration: true }));
  if (root.name !== 'Envelope') throw new UnrecognizedError('mime-malformed');
  return root;
}
