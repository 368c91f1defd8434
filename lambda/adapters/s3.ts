// What ingest uses of the client: the module that lib/service-function.ts bundles apart.
export { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
