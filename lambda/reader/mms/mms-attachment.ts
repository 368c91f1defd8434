import { sha256Hex } from '../../shared/sha-256';
import type { ReadPolicy, StoredObject } from '../callback';
import type { MimePart } from '../mime/mime';
import { decodeText } from '../text/charset';
import type { Attachment } from './mms-message-schema';
import { extensionOf, storedType } from './stored-type';

/** Texts up to this size are in the event too, so that a reply to a keyword does not need the bucket. */
const maxInlineBytes = 16 * 1024;

/** An MMS has a handful of parts. Each of the first ones gets its own object; the others share one. */
export const maxPartObjects = 20;

/** The media parts as the event refers to them, and as they are stored. */
export async function readAttachments(
  media: readonly MimePart[],
  keyStem: string,
  { bucket }: ReadPolicy,
): Promise<{ readonly attachments: Attachment[]; readonly objects: readonly StoredObject[] }> {
  const attachments: Attachment[] = [];
  const objects: StoredObject[] = [];
  const packed: Uint8Array[] = [];
  const packedKey = `${keyStem}/packed.bin`;
  let offset = 0;
  for (const [index, part] of media.entries()) {
    const { bytes } = part;
    if (bytes.byteLength === 0) attachments.push(await toAttachment(part, { bucket: null, key: null }));
    else if (objects.length < maxPartObjects) {
      const mediaType = mediaTypeOf(part);
      const key = `${keyStem}/${index}${extensionOf(mediaType)}`;
      // Content that is still encoded does not have its declared type.
      const contentType = storedType(part.transferEncoding === undefined ? mediaType : '');
      objects.push({ key, bytes, contentType });
      attachments.push(await toAttachment(part, { bucket, key }));
    } else {
      packed.push(bytes);
      attachments.push(
        await toAttachment(part, { bucket: null, key: null, packedIn: { bucket, key: packedKey, offset } }),
      );
      offset += bytes.byteLength;
    }
  }
  if (packed.length > 0) objects.push({ key: packedKey, bytes: Buffer.concat(packed), contentType: storedType('') });
  return { attachments, objects };
}

async function toAttachment(
  part: MimePart,
  { bucket, key, packedIn }: Pick<Attachment, 'bucket' | 'key' | 'packedIn'>,
): Promise<Attachment> {
  const text = await inlineText(part);
  const headers = otherHeaders(part);
  return {
    contentType: header(part, 'content-type'),
    contentId: header(part, 'content-id')?.replace(/^<(.*)>$/, '$1') ?? null,
    filename: part.filename ?? header(part, 'content-location'),
    size: part.bytes.byteLength,
    sha256: sha256Hex(part.bytes),
    bucket,
    key,
    ...(packedIn !== undefined && { packedIn }),
    part: part.path,
    ...(text !== undefined && { text }),
    ...(part.transferEncoding !== undefined && { transferEncoding: part.transferEncoding }),
    ...(Object.keys(headers).length > 0 && { headers }),
  };
}

function header({ headers }: MimePart, name: string): string | null {
  return headers.find((header) => header.name === name)?.value ?? null;
}

function mediaTypeOf(part: MimePart): string {
  return /^[^;\s]*/.exec(header(part, 'content-type') ?? '')?.[0].toLowerCase() ?? '';
}

/** Headers that have no field, plus the disposition and location, which say more than the file name. */
function otherHeaders({ headers }: MimePart): Record<string, string[]> {
  const read = ['content-type', 'content-id', 'content-transfer-encoding'];
  const others = new Map<string, string[]>();
  for (const { name, value } of headers) {
    if (read.includes(name)) continue;
    const values = others.get(name);
    // In place: with thousands of the same name, a copy for each would take seconds.
    if (values === undefined) others.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(others);
}

async function inlineText(part: MimePart): Promise<string | undefined> {
  const { bytes, charset, transferEncoding } = part;
  const mediaType = mediaTypeOf(part);
  const isText = mediaType.startsWith('text/') || mediaType.startsWith('application/smil');
  if (!isText || bytes.byteLength > maxInlineBytes || transferEncoding !== undefined) return undefined;
  try {
    return await decodeText(bytes, { contentTypeCharset: charset });
  } catch {
    // The text is not in the charset that it claims: the bytes are in the bucket, and guessing is up to the customer.
    return undefined;
  }
}
