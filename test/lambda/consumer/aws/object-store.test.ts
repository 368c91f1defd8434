import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createObjectStore } from '../../../../lambda/consumer/aws/object-store';
import { scriptedAws, silence } from '../../../support/scripted-aws';

const open = new AbortController().signal;
const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);

function storeOver({ options }: ReturnType<typeof scriptedAws>) {
  const load = jest.fn(async () => ({ client: new S3Client(options), GetObjectCommand, PutObjectCommand }));
  return { store: createObjectStore('bucket', load), load };
}

const xml = (statusCode: number, body = '') => ({
  statusCode,
  headers: { 'content-type': 'application/xml' },
  body: Readable.from([body]),
});

it('writes the exact bytes under the key, with their type', async () => {
  const aws = scriptedAws(() => xml(200));
  await storeOver(aws).store.put({ key: 'attachments/a b/1', bytes, contentType: 'image/png' }, open);
  expect(aws.requests[0]).toMatchObject({
    method: 'PUT',
    hostname: 'bucket.s3.us-east-1.amazonaws.com',
    path: '/attachments/a%20b/1',
    headers: expect.objectContaining({ 'content-type': 'image/png', 'content-length': '256' }),
    body: bytes,
  });
});

it('reads the exact bytes', async () => {
  const aws = scriptedAws(() => ({ statusCode: 200, headers: {}, body: Readable.from([Buffer.from(bytes)]) }));
  expect(Buffer.from(await storeOver(aws).store.get('overflow/1.json', open))).toEqual(Buffer.from(bytes));
  expect(aws.requests[0]).toMatchObject({ method: 'GET', path: '/overflow/1.json' });
});

it('reads an object of many pieces into one buffer, and rejects one that ends early', async () => {
  const pieces = (length: number) => ({
    statusCode: 200,
    headers: { 'content-length': String(length) },
    body: Readable.from([Buffer.from(bytes.subarray(0, 100)), Buffer.from(bytes.subarray(100))]),
  });
  const whole = storeOver(scriptedAws(() => pieces(256))).store.get('overflow/1.json', open);
  expect(Buffer.from(await whole)).toEqual(Buffer.from(bytes));
  const cut = storeOver(scriptedAws(() => pieces(257))).store.get('overflow/1.json', open);
  await expect(cut).rejects.toThrow('shorter');
});

it('rejects for an object that is not there', async () => {
  const aws = scriptedAws(() => xml(404, '<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>'));
  await expect(storeOver(aws).store.get('overflow/1.json', open)).rejects.toMatchObject({ name: 'NoSuchKey' });
});

it('rejects when the bucket does not take the object', async () => {
  const aws = scriptedAws(() => xml(403, '<Error><Code>AccessDenied</Code><Message>no</Message></Error>'));
  const put = storeOver(aws).store.put({ key: 'k', bytes, contentType: 'image/png' }, open);
  await expect(put).rejects.toMatchObject({ name: 'AccessDenied' });
});

it('gives up a write that hangs when the signal says so', async () => {
  const abort = new AbortController();
  const aws = scriptedAws((request, signal) => {
    setImmediate(() => abort.abort());
    return silence(request, signal);
  });
  const put = storeOver(aws).store.put({ key: 'k', bytes, contentType: 'image/png' }, abort.signal);
  await expect(put).rejects.toMatchObject({ name: 'AbortError' });
});

it('gives up a read whose content stalls when the signal says so', async () => {
  const abort = new AbortController();
  const stalls = new Readable({ read: () => setImmediate(() => abort.abort()) });
  const aws = scriptedAws(() => ({ statusCode: 200, headers: {}, body: stalls }));
  await expect(storeOver(aws).store.get('k', abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
});

it('loads the client with the first object, once', async () => {
  const aws = scriptedAws(
    () => xml(200),
    () => xml(200),
  );
  const { store, load } = storeOver(aws);
  expect(load).not.toHaveBeenCalled();
  const object = { key: 'k', bytes, contentType: 'image/png' };
  await Promise.all([store.put(object, open), store.put(object, open)]);
  expect(load).toHaveBeenCalledTimes(1);
});

it('loads the client again when it could not be loaded', async () => {
  const aws = scriptedAws(() => xml(200));
  const { load } = storeOver(aws);
  const failsOnce = jest.fn(load).mockRejectedValueOnce(new Error('no such chunk'));
  const store = createObjectStore('bucket', failsOnce);
  const object = { key: 'k', bytes, contentType: 'image/png' };
  await expect(store.put(object, open)).rejects.toThrow('no such chunk');
  await store.put(object, open);
  expect(aws.requests).toHaveLength(1);
});
