// All of the client that ingest's bundle contains (lib/bundle-function.ts).
export { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
