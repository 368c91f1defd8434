import { type Environment, s3ClientOptions } from '../../shared/client-options';
import { errorCode } from '../../shared/error-code';
import { loadOnce } from '../../shared/load-once';
import { onLiveConnection } from './live-connection';

const limits = { maxAttempts: 1, connectTimeoutMs: 600, requestTimeoutMs: 900 };

/** The overflow bucket, as ingest writes to it. The SDK's client is loaded by the first write: most starts have none. */
export function createOverflowStore(bucket: string, environment: Environment = process.env) {
  const s3 = loadOnce(async () => {
    const { PutObjectCommand, S3Client }: typeof import('../../bundle/s3') = await import('@aws-sdk/client-s3');
    return { client: new S3Client(s3ClientOptions(limits, environment)), PutObjectCommand };
  });
  return {
    prepare(): void {
      s3().catch(() => undefined);
    },
    /** @throws when S3 refuses, fails, or has not answered before the signal */
    async put(key: string, envelope: string, signal: AbortSignal): Promise<void> {
      const { client, PutObjectCommand } = await s3();
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: envelope,
        ContentType: 'application/json',
        // The role may create objects, not overwrite them.
        IfNoneMatch: '*',
      });
      await createObject(() => client.send(command, { abortSignal: signal }));
    },
  };
}

/**
 * Writes an object under a new key. If a connection closed without an answer, an object that already exists is the one
 * that the first attempt wrote.
 */
export async function createObject(write: () => Promise<unknown>): Promise<void> {
  let attempts = 0;
  try {
    await onLiveConnection(() => {
      attempts += 1;
      return write();
    });
  } catch (error) {
    if (attempts === 1 || errorCode(error) !== 'PreconditionFailed') throw error;
  }
}
