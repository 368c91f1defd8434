// What ingest uses of the client: the module that lib/service-function.ts bundles apart.
export { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
