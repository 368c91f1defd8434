import { sha256Hex } from '../../shared/sha-256';
import type { ReadPolicy, StoredObject } from '../callback';
import type { MimePart } from '../mime/mime';
import { decodeText } from '../text/charset';
import type { Attachment } from './mms-message-schema';

/** Texts up to this size stand in the event too, so that a reply by keyword needs no look into the bucket. */
const maxInlineBytes = 16 * 1024;

/** For whoever opens the bucket. The key is ours alone: a name from outside never is a part of it. */
const extensions: ReadonlyMap<string, string> = new Map([
  ['application/smil', '.smil'],
  ['audio/amr', '.amr'],
  ['audio/mpeg', '.mp3'],
  ['image/gif', '.gif'],
  ['image/heic', '.heic'],
  ['image/jpeg', '.jpg'],
  ['image/png', '.png'],
  ['text/plain', '.txt'],
  ['text/vcard', '.vcf'],
  ['text/x-vcard', '.vcf'],
  ['video/3gpp', '.3gp'],
  ['video/mp4', '.mp4'],
]);

/** A media part as the event refers to it, and as it is stored. */
export async function readAttachment(
  part: MimePart,
  keyStem: string,
  { bucket }: ReadPolicy,
): Promise<{ readonly attachment: Attachment; readonly object: StoredObject }> {
  const contentType = header(part, 'content-type');
  const mediaType = /^[^;\s]*/.exec(contentType ?? '')?.[0].toLowerCase() ?? '';
  const text = await inlineText(part, mediaType);
  const headers = otherHeaders(part);
  const attachment: Attachment = {
    contentType,
    contentId: header(part, 'content-id')?.replace(/^<(.*)>$/, '$1') ?? null,
    filename: part.filename ?? header(part, 'content-location'),
    size: part.bytes.byteLength,
    sha256: sha256Hex(part.bytes),
    bucket,
    key: `${keyStem}${extensions.get(mediaType) ?? ''}`,
    part: part.path,
    ...(text !== undefined && { text }),
    ...(part.transferEncoding !== undefined && { transferEncoding: part.transferEncoding }),
    ...(Object.keys(headers).length > 0 && { headers }),
  };
  return { attachment, object: { key: attachment.key, bytes: part.bytes, contentType: objectType(part, mediaType) } };
}

function header({ headers }: MimePart, name: string): string | null {
  return headers.find((header) => header.name === name)?.value ?? null;
}

/** What the attachment has no field for, and the disposition and location, which say more than the file name. */
function otherHeaders({ headers }: MimePart): Record<string, string[]> {
  const read = ['content-type', 'content-id', 'content-transfer-encoding'];
  const others = new Map<string, string[]>();
  for (const { name, value } of headers) {
    if (read.includes(name)) continue;
    const values = others.get(name);
    // In place: of thousands of one name, a copy for each would take seconds.
    if (values === undefined) others.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(others);
}

async function inlineText(
  { bytes, charset, transferEncoding }: MimePart,
  mediaType: string,
): Promise<string | undefined> {
  const isText = mediaType.startsWith('text/') || mediaType.startsWith('application/smil');
  if (!isText || bytes.byteLength > maxInlineBytes || transferEncoding !== undefined) return undefined;
  try {
    return await decodeText(bytes, { contentTypeCharset: charset });
  } catch {
    // In a charset that is not what it says: the bytes are in the bucket, the guess is the customer's.
    return undefined;
  }
}

/** A type and a subtype (RFC 6838 §4.2) of which neither could be a phone number. */
const plainMediaType = /^(?!.*\d{7})[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/**
 * S3 keeps it as a header, which is seen by who may list but not read: the media type alone, without parameters, of which
 * `name` is a person's. What could not be one, or would not be true, is a plain stream of bytes.
 */
function objectType({ transferEncoding }: MimePart, mediaType: string): string {
  return transferEncoding === undefined && mediaType.length < 256 && plainMediaType.test(mediaType)
    ? mediaType
    : 'application/octet-stream';
}
