import { GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3';
import { s3ClientOptions } from '../../shared/client-options';
import type { OverflowFolder } from '../ports';

/** An object may have several MB. */
const limits = { maxAttempts: 3, connectTimeoutMs: 1_000, requestTimeoutMs: 10_000 };
const prefix = 'overflow/';

export function createOverflowFolder(
  bucket: string,
  client: Pick<S3Client, 'send'> = new S3Client(s3ClientOptions(limits)),
): OverflowFolder {
  return {
    async *list() {
      for (let token: string | undefined, page = 0; page === 0 || token !== undefined; page += 1) {
        const more = token === undefined ? {} : { ContinuationToken: token };
        const answer: ListObjectsV2CommandOutput = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...more }),
        );
        for (const { Key = '', Size = 0, LastModified } of answer.Contents ?? []) {
          yield { key: Key, size: Size, storedAtMs: LastModified?.getTime() ?? 0 };
        }
        token = answer.NextContinuationToken;
      }
    },
    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (Body === undefined) throw new Error('object without a body');
      return Body.transformToByteArray();
    },
  };
}
