// What ingest uses of the client, and no more: esbuild shakes a module that is imported on demand by its exports.
export { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
