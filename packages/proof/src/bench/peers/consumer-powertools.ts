// As Powertools for AWS Lambda (TypeScript) documents: batch processing of SQS with partial responses, and a function
// made idempotent by its first argument, with DynamoDB as the persistence layer
// (https://docs.aws.amazon.com/powertools/typescript/latest/features/batch/ and …/idempotency/).
// It reads callbacks with this project's own readers, so that what differs is the protocol.
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Callback } from '../../../../../lambda/reader/callback';
import { toEvent } from '../../../../../lambda/reader/event';
import { identityText } from '../../../../../lambda/reader/identity/identity';
import { readCallback } from '../../../../../lambda/reader/read-callback';
import { eventSource } from '../../../../../lambda/shared/bus-event';
import { decodeEnvelope, type Envelope } from '../../../../../lambda/shared/envelope';

const policy = { bucket: process.env.BUCKET ?? '', requireRbmSignature: false, identityKey: 'a key' };
const client = new EventBridgeClient({});
const processor = new BatchProcessor(EventType.SQS);
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE ?? '' });
const config = new IdempotencyConfig({ expiresAfterSeconds: 30 * 86_400 });

const publishOnce = makeIdempotent(
  async (_identity: string, callback: Callback, envelope: Envelope): Promise<string> => {
    const { id, detail, detailType, time } = toEvent(callback, envelope);
    const entry = {
      EventBusName: process.env.EVENT_BUS,
      Source: eventSource,
      DetailType: detailType,
      Detail: detail,
      Time: new Date(time),
    };
    const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    if (FailedEntryCount) throw new Error('the bus did not take the event');
    return id;
  },
  { persistenceStore, config, dataIndexArgument: 0 },
);

const recordHandler = async (record: SQSRecord): Promise<void> => {
  const envelope = decodeEnvelope(record.body);
  const callback = await readCallback(envelope, policy);
  await publishOnce(identityText(callback.identity), callback, envelope);
};

export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  config.registerLambdaContext(context);
  return processPartialResponse(event, recordHandler, processor, { context });
};
