// All of the client that ingest's bundle contains (lib/bundle-function.ts).
export { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
