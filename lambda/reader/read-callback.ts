import type { Envelope } from '../shared/envelope';
import type { Callback, ReadPolicy, UnrecognizedReason } from './callback';
import { fitEvent } from './event-size';
import { readMm7, readMm7Multipart } from './mms/read-mm7';
import { readJson } from './read-json';
import { readDeliver } from './sms/deliver';
import { readMoMessage } from './sms/mo-message';
import { readMtMessageResponse } from './sms/mt-message-response';
import { sniffFormat } from './sniff-format';
import { charsetOf, decodeText } from './text/charset';
import { unrecognized } from './unrecognized/unrecognized-callback';
import { UnrecognizedError } from './unrecognized/unrecognized-error';
import { parseXml, type XmlElement } from './xml/xml';

/** Reads one XML document. Like every reader it throws `UnrecognizedError` for what is not, or not correctly, its format. */
export type XmlReader = (root: XmlElement, envelope: Envelope, policy: ReadPolicy) => Callback | Promise<Callback>;

/** By the root's local name. */
const xmlReaders: ReadonlyMap<string, XmlReader> = new Map<string, XmlReader>([
  ['moMessage', readMoMessage],
  ['deliver', readDeliver],
  ['mtMessageResponse', readMtMessageResponse],
  ['Envelope', (root, _envelope, policy) => readMm7(root, [], policy)],
]);

/** What a callback is, by its content (architecture §3). Total: whatever came in, it becomes an event. */
export async function readCallback(envelope: Envelope, policy: ReadPolicy): Promise<Callback> {
  try {
    return fitEvent(await read(envelope, policy), policy);
  } catch (error) {
    return unrecognized(envelope, reasonOf(error), policy);
  }
}

async function read(envelope: Envelope, policy: ReadPolicy): Promise<Callback> {
  // The truststore's CA signs for the whole world: only the certificate's name says that it was Vibes (wire contract §1).
  if (policy.requireCertificate && envelope.proof === 'source') throw new UnrecognizedError('certificate-unverified');
  const format = sniffFormat(envelope);
  switch (format) {
    case 'empty':
      throw new UnrecognizedError('empty-body');
    case 'xml':
      return readXml(envelope, policy);
    case 'multipart':
      return readMm7Multipart(envelope, policy);
    case 'json':
      return readJson(envelope, policy);
    case 'unknown':
      throw new UnrecognizedError('unknown-format');
    default:
      return format satisfies never;
  }
}

async function readXml(envelope: Envelope, policy: ReadPolicy): Promise<Callback> {
  const contentTypeCharset = charsetOf(envelope.headers['content-type']?.[0]);
  const root = parseXml(decodeText(envelope.body, { contentTypeCharset, xmlDeclaration: true }));
  const reader = xmlReaders.get(root.name);
  if (reader === undefined) throw new UnrecognizedError('unknown-root');
  return reader(root, envelope, policy);
}

/** Anything but an `UnrecognizedError` is a fault of a reader: kept, and processed again once it is mended. */
function reasonOf(error: unknown): UnrecognizedReason {
  return error instanceof UnrecognizedError ? error.reason : 'reader-failed';
}
