import type { S3Client } from '@aws-sdk/client-s3';
import { type Environment, s3ClientOptions } from './client-options';
import { onLiveConnection } from './live-connection';

/** The overflow bucket, as ingest writes to it. The S3 client is loaded by whoever needs it first: a start seldom does. */
export function createOverflowStore(bucket: string, environment: Environment = process.env) {
  let loading: ReturnType<typeof loadS3> | undefined;
  const load = (): ReturnType<typeof loadS3> => {
    loading ??= loadS3(environment);
    return loading;
  };
  return {
    prepare(): void {
      load().catch(() => undefined);
    },
    /** @throws when S3 refuses, fails, has not answered before the signal, or has an object of this key */
    async put(key: string, envelope: string, signal: AbortSignal): Promise<void> {
      const { client, PutObjectCommand } = await load();
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: envelope,
        ContentType: 'application/json',
        // The key is the request's id, which a caller can choose: what is there is another callback.
        IfNoneMatch: '*',
      });
      await onLiveConnection(() => client.send(command, { abortSignal: signal }));
    },
  };
}

async function loadS3(environment: Environment) {
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client: S3Client = new S3Client(
    s3ClientOptions({ maxAttempts: 1, connectTimeoutMs: 600, requestTimeoutMs: 900 }, environment),
  );
  return { client, PutObjectCommand };
}
