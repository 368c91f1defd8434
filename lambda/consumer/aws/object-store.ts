import { addAbortSignal, Readable } from 'node:stream';
import { s3ClientOptions } from '../../shared/client-options';
import { loadOnce } from '../../shared/load-once';
import type { ObjectStore } from '../ports';

/** An object may have several MB. */
const limits = { maxAttempts: 3, connectTimeoutMs: 500, requestTimeoutMs: 3_000 };

/** One bucket. The SDK's S3 client is loaded by the first object: most batches have none. */
export function createObjectStore(bucket: string, load: () => Promise<S3> = loadS3): ObjectStore {
  const s3 = loadOnce(load);
  return {
    async put({ key, bytes, contentType }, signal) {
      const { client, PutObjectCommand } = await s3();
      const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType });
      await client.send(command, { abortSignal: signal });
    },
    async get(key, signal) {
      const { client, GetObjectCommand } = await s3();
      const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
        abortSignal: signal,
      });
      if (Body === undefined) throw new Error('object without a body');
      // The SDK watches the signal only until the headers have arrived, but the content may stall too.
      if (Body instanceof Readable) addAbortSignal(signal, Body);
      if (!(Body instanceof Readable) || ContentLength === undefined) return Body.transformToByteArray();
      return collect(Body, ContentLength);
    },
  };
}

/** Into one buffer from the start: pieces that are joined at the end are in memory twice. */
async function collect(body: Readable, length: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length);
  let read = 0;
  for await (const piece of body) {
    bytes.set(piece, read);
    read += piece.length;
  }
  if (read !== length) throw new Error('the object is shorter than its Content-Length');
  return bytes;
}

type S3 = Awaited<ReturnType<typeof loadS3>>;

async function loadS3() {
  const { GetObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  return { client: new S3Client(s3ClientOptions(limits)), GetObjectCommand, PutObjectCommand };
}
