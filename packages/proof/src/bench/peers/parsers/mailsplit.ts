import { readMultipart } from '../../../../../../lambda/reader/mime/mime';
import type { MmsPart } from '../../parsers/mms-part';

/** As the consumer reads a multipart body: ours, on mailsplit. */
export async function read(contentType: string, body: Uint8Array): Promise<readonly MmsPart[]> {
  const parts = await readMultipart(contentType, body);
  return parts.map(({ headers, bytes }) => ({
    contentId: headers.find(({ name }) => name === 'content-id')?.value ?? '',
    bytes,
  }));
}
