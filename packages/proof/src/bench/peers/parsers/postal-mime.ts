import PostalMime from 'postal-mime';
import type { MmsPart } from '../../parsers/mms-part';

/** It reads mails: the headers that HTTP had apart stand before the body. */
export async function read(contentType: string, body: Uint8Array): Promise<readonly MmsPart[]> {
  const head = Buffer.from(`Content-Type: ${contentType}\r\n\r\n`);
  const mail = await PostalMime.parse(Buffer.concat([head, body]));
  return mail.attachments.map(({ contentId = '', content }) => ({
    contentId,
    bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
  }));
}
