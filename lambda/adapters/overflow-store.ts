import { createAwsClient } from './aws-client';
import type { Environment } from './client-options';

/** The overflow bucket, as ingest writes to it. */
export function createOverflowStore(bucket: string, environment: Environment = process.env) {
  const call = createAwsClient({ service: 's3', bucket }, environment);
  // At an endpoint of its own, a bucket cannot be a part of the host.
  const root = environment.AWS_ENDPOINT_URL === undefined ? '/' : `/${bucket}/`;
  return {
    /** @throws when S3 refuses, fails, has not answered before the signal, or has an object of this key */
    async put(key: string, envelope: string, signal: AbortSignal): Promise<void> {
      // The key is the request's id, which a caller can choose: what is there already is another callback.
      const headers = { 'content-type': 'application/json', 'if-none-match': '*' };
      await call({ method: 'PUT', path: `${root}${key}`, headers, body: envelope }, signal);
    },
  };
}
