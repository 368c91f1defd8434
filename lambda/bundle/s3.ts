// All that ingest's bundle has of the client (lib/bundle-function.ts); what is not here is not there.
export { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
