import type { Message } from '@aws-sdk/client-sqs';
import type { Mapping } from './read-mapping';

/** The event that a function gets for a batch of messages. */
export function sqsEvent(messages: readonly Message[], { queueArn, region }: Mapping): string {
  const records = messages.map((message) => ({
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: messageAttributes(message),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  }));
  return JSON.stringify({ Records: records });
}

function messageAttributes({ MessageAttributes = {} }: Message): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(MessageAttributes)) {
    const binaryValue = BinaryValue === undefined ? undefined : Buffer.from(BinaryValue).toString('base64');
    attributes[name] = { dataType: DataType, stringValue: StringValue, binaryValue };
  }
  return attributes;
}
