import type { MimePart } from '../../../../lambda/reader/mime/mime';
import { maxPartObjects, readAttachments } from '../../../../lambda/reader/mms/mms-attachment';
import { policy } from '../../../support/read-event';

type Given = Partial<Omit<MimePart, 'headers'>> & { readonly headers?: Record<string, string> };

const partOf = ({ headers = {}, ...rest }: Given): MimePart => ({
  path: '2',
  lines: [],
  within: [],
  charset: undefined,
  filename: undefined,
  bytes: Buffer.from('x'),
  transferEncoding: undefined,
  headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  ...rest,
});
const readAll = (parts: readonly Given[]) => readAttachments(parts.map(partOf), 'attachments/id', policy);

/** The only attachment of a message, and its object. */
async function read(part: Given) {
  const { attachments, objects } = await readAll([part]);
  const [attachment] = attachments;
  const [object] = objects;
  if (attachment === undefined || object === undefined) throw new Error('nothing was read');
  return { attachment, object };
}

describe('an attachment', () => {
  it('has the SHA-256 and size of its bytes', async () => {
    const { attachment } = await read({ bytes: Buffer.from('abc') });
    expect(attachment).toMatchObject({
      size: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
  });

  it.each(['../../etc/passwd', 'a/b.jpg', '\\\\host\\x', '', 'x\u0000.jpg', '.'])(
    'carries the name %j and is stored by its place alone',
    async (filename) => {
      const { attachment, object } = await read({
        filename,
        headers: { 'content-type': `image/jpeg; name=${filename}` },
      });
      expect(attachment.filename).toBe(filename);
      expect(object.key).toBe('attachments/id/0.jpg');
    },
  );

  it.each([
    ['IMAGE/JPEG', '.jpg'],
    ['video/3gpp;codecs=x', '.3gp'],
    ['image/../../x', ''],
    ['audio/15555550100', ''],
    ['constructor', ''],
    ['application/x-new', ''],
  ])('of type %s has the extension %j', async (contentType, extension) => {
    expect((await read({ headers: { 'content-type': contentType } })).object.key).toBe(`attachments/id/0${extension}`);
  });

  it.each([
    ['image/jpeg; name="Ann +15555550100.jpg"', 'image/jpeg'],
    ['IMAGE/JPEG ;name="é"', 'image/jpeg'],
    ['text/plain; charset=utf-8', 'text/plain'],
    ['image/jpeg\nx-amz-acl: public', 'image/jpeg'],
    ['image/webp', 'image/webp'],
    ['Ann <+15555550100>', 'application/octet-stream'],
    ['text/15555550100', 'application/octet-stream'],
    ['canarytextzq/1-555-777-0123', 'application/octet-stream'],
    ['image/meet-me-at-5', 'application/octet-stream'],
    ['text/plain+1-555-777', 'application/octet-stream'],
    ['__proto__', 'application/octet-stream'],
    ['image', 'application/octet-stream'],
    ['image/é', 'application/octet-stream'],
    ['', 'application/octet-stream'],
    [`image/${'x'.repeat(300)}`, 'application/octet-stream'],
  ])('of type %j is stored as %s', async (contentType, stored) => {
    const { attachment, object } = await read({ headers: { 'content-type': contentType } });
    expect(attachment.contentType).toBe(contentType);
    expect(object.contentType).toBe(stored);
  });

  it('without a type is stored as bytes', async () => {
    const { attachment, object } = await read({});
    expect(attachment.contentType).toBeNull();
    expect(object.contentType).toBe('application/octet-stream');
  });

  it('has its text inline in its charset', async () => {
    const bytes = Buffer.from('Gr\xfc\xdfe', 'latin1');
    const { attachment } = await read({ bytes, charset: 'iso-8859-1', headers: { 'content-type': 'text/plain' } });
    expect(attachment.text).toBe('Grüße');
  });

  it.each([
    ['a picture', { headers: { 'content-type': 'image/png' } }],
    ['a text of more than 16 KiB', { headers: { 'content-type': 'text/plain' }, bytes: Buffer.alloc(16_385, 'x') }],
    ['a text that is not in its charset', { headers: { 'content-type': 'text/plain' }, bytes: Buffer.from([0xff]) }],
    ['a text in no known charset', { headers: { 'content-type': 'text/plain' }, charset: 'klingon' }],
    ['a text that is still encoded', { headers: { 'content-type': 'text/plain' }, transferEncoding: 'x-none' }],
  ])('has no text inline where it is %s', async (_, part) => {
    expect((await read(part)).attachment).not.toHaveProperty('text');
  });

  it('says which transfer encoding its bytes are still in', async () => {
    const { attachment, object } = await read({ headers: { 'content-type': 'image/png' }, transferEncoding: 'x-none' });
    expect(attachment.transferEncoding).toBe('x-none');
    expect(object.contentType).toBe('application/octet-stream');
  });

  it('that is empty has no object', async () => {
    const { attachments, objects } = await readAll([{ bytes: Buffer.alloc(0) }, {}]);
    expect(attachments[0]).toMatchObject({ size: 0, bucket: null, key: null });
    expect(attachments[0]).not.toHaveProperty('packedIn');
    // Its place is that of the part, however many before it are empty.
    expect(objects.map(({ key }) => key)).toEqual(['attachments/id/1']);
  });

  it('takes its Content-Location for a name where it has no other', async () => {
    const headers = { 'content-location': 'a.jpg' };
    expect((await read({ headers })).attachment.filename).toBe('a.jpg');
    expect((await read({ headers, filename: 'b.jpg' })).attachment.filename).toBe('b.jpg');
  });
});

describe('the attachments of a message with many parts', () => {
  const contents = Array.from({ length: 199 }, (_, index) => `part ${index}`);

  it('share an object after the first ones, and nothing of them is lost', async () => {
    const { attachments, objects } = await readAll(contents.map((text) => ({ bytes: Buffer.from(text) })));
    expect(objects).toHaveLength(maxPartObjects + 1);
    const read = attachments.map(({ bucket, key, packedIn, size }) => {
      expect(bucket === null).toBe(packedIn !== undefined);
      const start = packedIn?.offset ?? 0;
      const object = objects.find((one) => one.key === (key ?? packedIn?.key));
      return Buffer.from(object?.bytes.subarray(start, start + size) ?? []).toString();
    });
    expect(read).toEqual(contents);
  });

  it('have no object where all are empty', async () => {
    const { attachments, objects } = await readAll(contents.map(() => ({ bytes: Buffer.alloc(0) })));
    expect(attachments).toHaveLength(199);
    expect(objects).toEqual([]);
  });
});
