import type { Message } from '@aws-sdk/client-sqs';
import { counted } from '@vibes-callbacks/local-cloud/text';
import { chunks } from '../../../../lambda/shared/chunks';
import { deadLetterIdAttribute } from '../../../../lambda/shared/dead-letter-id';
import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { sources } from './sources';

/** How many messages a queue has, as SQS counts: approximately. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly arn: string;
}

export const noMessages = { visible: 0, inFlight: 0 } as const;

/** A received message: invisible to others until it is given back or its visibility timeout ends. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** When it was first sent, also for one that was moved to a dead-letter queue. Epoch milliseconds. */
  readonly sentAtMs: number;
  /** This one included. */
  readonly receives: number;
  /** The id that it had as a dead letter, where it was moved back from there. */
  readonly deadLetterId?: string | undefined;
  /** What EventBridge says of a message in its dead-letter queue. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** User guide, "Using dead-letter queues to process undelivered events". */
const eventBridgeAttributes = ['ERROR_CODE', 'ERROR_MESSAGE', 'EXHAUSTED_RETRY_CONDITION', 'RETRY_ATTEMPTS'];

/** A limit of SQS. */
const perCall = 10;
/** With a wait time, SQS queries all of its servers instead of some. */
const waitSeconds = 1;

export async function queueLevels({ clients }: OpsContext, queueUrl: string): Promise<QueueCounts> {
  const { client, sdk } = await clients.sqs();
  const { Attributes = {} } = await client.send(
    new sdk.GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
        'QueueArn',
      ],
    }),
  );
  const count = (name: keyof typeof Attributes) => Number(Attributes[name] ?? 0);
  return {
    visible: count('ApproximateNumberOfMessages') + count('ApproximateNumberOfMessagesDelayed'),
    inFlight: count('ApproximateNumberOfMessagesNotVisible'),
    arn: Attributes.QueueArn ?? '',
  };
}

/** How long SQS keeps a message there. */
export async function queueRetentionMs({ clients }: OpsContext, queueUrl: string): Promise<number> {
  const { client, sdk } = await clients.sqs();
  const { Attributes = {} } = await client.send(
    new sdk.GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['MessageRetentionPeriod'] }),
  );
  const seconds = Number(Attributes.MessageRetentionPeriod);
  return Number.isNaN(seconds) ? Number.POSITIVE_INFINITY : seconds * 1_000;
}

export interface ReceiveLimits {
  readonly messages: number;
  readonly bytes: number;
  /** How long they stay invisible to others. */
  readonly visibilitySeconds: number;
  /** Receives none after it. @default - none */
  readonly deadline?: Deadline;
  /** Called with the messages; returning false ends it. */
  readonly goOn?: (messages: readonly ReceivedMessage[]) => boolean | Promise<boolean>;
}

/** The maximum read at once; the count is the queue's. */
export const listLimits: ReceiveLimits = { messages: 1_000, bytes: 128 * 1024 * 1024, visibilitySeconds: 60 };

/** Receives messages until the queue is empty or a limit is reached. The caller must give them back or delete them. */
export async function receiveMessages(
  context: OpsContext,
  queueUrl: string,
  limits: ReceiveLimits,
): Promise<readonly ReceivedMessage[]> {
  const taken = new Map<string, ReceivedMessage>();
  let bytes = 0;
  let emptyAnswers = 0;
  while (taken.size < limits.messages && bytes < limits.bytes && emptyAnswers < 2 && !context.io.interrupted.aborted) {
    const received = await receiveSome(context, queueUrl, limits.visibilitySeconds);
    emptyAnswers = received.length === 0 ? emptyAnswers + 1 : 0;
    for (const message of received) {
      taken.set(message.messageId, message);
      bytes += message.body.length;
    }
    if (received.length > 0 && limits.goOn !== undefined && !(await limits.goOn(received))) break;
    // Nothing is left that is visible: no need to wait for a second empty answer.
    if (received.length < perCall && (await queueLevels(context, queueUrl)).visible === 0) break;
    if (limits.deadline?.cuts(sources.queues)) break;
  }
  return [...taken.values()];
}

async function receiveSome({ clients }: OpsContext, queueUrl: string, visibilitySeconds: number) {
  const { client, sdk } = await clients.sqs();
  const { Messages = [] } = await client.send(
    new sdk.ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: perCall,
      VisibilityTimeout: visibilitySeconds,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
      MessageAttributeNames: [deadLetterIdAttribute, ...eventBridgeAttributes],
    }),
  );
  return Messages.map(toReceived);
}

function toReceived({
  MessageId = '',
  ReceiptHandle = '',
  Body = '',
  Attributes = {},
  MessageAttributes = {},
}: Message): ReceivedMessage {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    sentAtMs: Number(Attributes.SentTimestamp ?? 0),
    receives: Number(Attributes.ApproximateReceiveCount ?? 1),
    deadLetterId: MessageAttributes[deadLetterIdAttribute]?.StringValue,
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
    ),
  };
}

/** Makes them visible at once. If that fails, they become visible when their timeout ends, and a note says so. */
export async function giveBack(
  context: OpsContext,
  queueUrl: string,
  messages: readonly ReceivedMessage[],
): Promise<void> {
  const { client, sdk } = await context.clients.sqs();
  for (const some of chunks(messages, perCall)) {
    const Entries = some.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: 0,
    }));
    await client
      .send(new sdk.ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }))
      .catch((error: unknown) => {
        context.note(
          `${counted(some.length, 'message is', 'messages are')} visible again only in a few minutes. ${context.explain(error)}`,
        );
      });
  }
}

/**
 * Sends a copy, then deletes the original. If interrupted in between, both exist, and the consumer drops one. The message is
 * never lost.
 * @param deadLetterId the id by which `find` knows it, because SQS gives the copy a new one
 */
export async function sendAgain(
  { clients }: OpsContext,
  message: ReceivedMessage,
  fromUrl: string,
  toUrl: string,
  deadLetterId: string | undefined = message.deadLetterId,
): Promise<void> {
  const { client, sdk } = await clients.sqs();
  const named = { [deadLetterIdAttribute]: { DataType: 'String', StringValue: deadLetterId } };
  const attributes = deadLetterId === undefined ? {} : { MessageAttributes: named };
  await client.send(new sdk.SendMessageCommand({ QueueUrl: toUrl, MessageBody: message.body, ...attributes }));
  await client.send(new sdk.DeleteMessageCommand({ QueueUrl: fromUrl, ReceiptHandle: message.receiptHandle }));
}

export async function deleteMessage(
  { clients }: OpsContext,
  queueUrl: string,
  message: ReceivedMessage,
): Promise<void> {
  const { client, sdk } = await clients.sqs();
  await client.send(new sdk.DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.receiptHandle }));
}

/** In as few calls as SQS allows. @returns why a message is still there, by its `messageId` */
export async function deleteMessages(
  context: OpsContext,
  queueUrl: string,
  messages: readonly ReceivedMessage[],
): Promise<ReadonlyMap<string, unknown>> {
  const failed = new Map<string, unknown>();
  for (const some of chunks(messages, perCall)) {
    try {
      for (const { Id, Code } of await deleteBatch(context, queueUrl, some))
        failed.set(some[Number(Id)]?.messageId ?? '', new Error(`SQS did not delete it: ${Code}`));
    } catch (error) {
      for (const { messageId } of some) failed.set(messageId, error);
    }
  }
  return failed;
}

/** Up to ten messages, in one call. @returns those that SQS did not delete, by their place */
export async function deleteBatch(
  { clients }: Pick<OpsContext, 'clients'>,
  queueUrl: string,
  messages: readonly Pick<ReceivedMessage, 'receiptHandle'>[],
) {
  const { client, sdk } = await clients.sqs();
  const Entries = messages.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
  const { Failed = [] } = await client.send(new sdk.DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  return Failed;
}

export async function sendBody({ clients }: OpsContext, queueUrl: string, body: string): Promise<void> {
  const { client, sdk } = await clients.sqs();
  await client.send(new sdk.SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
}
