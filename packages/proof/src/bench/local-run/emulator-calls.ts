import { callbackMessage } from '../harness/callback-messages';
import type { BenchCallback } from './callbacks';
import { rawRequest } from './raw-connection';

const tableName = 'limit';

/** The calls that a callback costs in the local run, as requests that are ready to be sent. */
export function sendMessage(queueUrl: string, { route, headers, body }: BenchCallback): Buffer {
  const MessageBody = callbackMessage(route, headers['content-type'] ?? '', body);
  return sqsCall('SendMessage', { QueueUrl: queueUrl, MessageBody });
}

export function receiveMessages(queueUrl: string): Buffer {
  return sqsCall('ReceiveMessage', {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 1,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
}

export function deleteMessages(queueUrl: string, receiptHandles: readonly string[]): Buffer {
  const Entries = receiptHandles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
  return sqsCall('DeleteMessageBatch', { QueueUrl: queueUrl, Entries });
}

/** A ledger item's size and attributes (lambda/consumer/aws/ledger-commands.ts). */
export function claim(id: string): Buffer {
  return dynamoDbCall('PutItem', {
    TableName: tableName,
    Item: { ...item(id), leaseEndsAt: { S: time }, leaseToken: { S: id }, state: { S: 'claimed' } },
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'NONE',
  });
}

export function complete(ids: readonly string[]): Buffer {
  const puts = ids.map((id) => ({
    PutRequest: { Item: { ...item(id), publishedAt: { S: time }, state: { S: 'published' } } },
  }));
  return dynamoDbCall('BatchWriteItem', { RequestItems: { [tableName]: puts } });
}

export function createTable(): Buffer {
  return dynamoDbCall('CreateTable', {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  });
}

const time = '2026-05-06T07:08:09.123Z';

function item(id: string): Record<string, Record<string, string>> {
  return {
    pk: { S: `receipt#${id}` },
    sk: { S: '2026-05-06T07:08:09.123Z|Carrier|false|||' },
    firstSeenAt: { S: time },
    lastSeenAt: { S: time },
    timesSeen: { N: '1' },
    eventId: { S: id },
    detailType: { S: 'MT Message Response' },
    requestId: { S: id },
    contentDigest: { S: id.repeat(2).replaceAll('-', '') },
    expiresAt: { N: '1780643289' },
  };
}

function sqsCall(action: string, input: object): Buffer {
  return call(`AmazonSQS.${action}`, 'sqs', input);
}

function dynamoDbCall(action: string, input: object): Buffer {
  return call(`DynamoDB_20120810.${action}`, 'dynamodb', input);
}

/** Neither emulator looks at a signature; both want one to be there. */
function call(target: string, service: string, input: object): Buffer {
  const credential = `Credential=AKIDEXAMPLE/20260506/us-east-1/${service}/aws4_request`;
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    'x-amz-date': '20260506T070809Z',
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
  };
  return rawRequest('POST', '/', headers, Buffer.from(JSON.stringify(input)));
}
