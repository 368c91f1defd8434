import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { outcomesSubscription } from '../../../../lib/outcomes-subscription';

/** A dead letter, identified by the bytes that Vibes sent. */
export interface DeadLetterMessage {
  /** The callback's key; null for a message that did not come from a callback. */
  readonly key: string | null;
}

/** What an operator can do to the local cloud, with the plain SDK and the names that the stack's outputs give. */
export interface CloudOperator {
  /** Puts messages that are not envelopes into the callback queue. */
  poison(count: number): Promise<void>;
  /** Puts envelopes under `overflow/`, as ingest does with large ones. S3 notifies the queue. */
  overflow(messages: readonly string[]): Promise<void>;
  /** Removes all dead letters, and identifies each by its bytes. */
  deadLetters(keyOfBody: ReadonlyMap<string, string>): Promise<readonly DeadLetterMessage[]>;
  redrive(): Promise<void>;
  /** How many receipts could not be delivered to the outcomes function and still wait. */
  undelivered(): Promise<number>;
  /** Puts events on the bus, ten at most. @returns those that it did not take */
  put(events: readonly PutEventsRequestEntry[]): Promise<readonly PutEventsRequestEntry[]>;
  /** Messages that are queued for the outcomes function, or in flight. */
  outcomesWaiting(): Promise<number>;
  /** A new version of the MO secret; the old one is the previous. */
  putPassword(credentials: { readonly username: string; readonly password: string }): Promise<void>;
}

export async function openOperator(dataFolder: string): Promise<CloudOperator> {
  const { endpoint, region, accessKeyId, secretAccessKey } = await readJson(dataFolder, 'aws.json');
  const outputs = Object.values(await readJson(dataFolder, 'outputs.json'))[0] as Record<string, string>;
  const options = {
    endpoint: String(endpoint),
    region: String(region),
    credentials: { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) },
  };
  const sqs = new SQSClient(options);
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const events = new EventBridgeClient({ ...options, maxAttempts: 1 });
  const { BucketName, CallbackQueueUrl, DeadLetterQueueUrl, MoSecretArn } = outputs;
  return {
    poison: async (count) => {
      for (const MessageBody of poisons.slice(0, count)) {
        await sqs.send(new SendMessageCommand({ QueueUrl: CallbackQueueUrl, MessageBody }));
      }
    },
    overflow: async (messages) => {
      for (const Body of messages) {
        const Key = `overflow/2026-05-06/${randomUUID()}.json`;
        await s3.send(new PutObjectCommand({ Bucket: BucketName, Key, Body }));
      }
    },
    deadLetters: async (keyOfBody) => {
      const bodies = await receiveAll(sqs, DeadLetterQueueUrl);
      return Promise.all(bodies.map(async (body) => ({ key: keyOfBody.get(await digestOf(body, s3)) ?? null })));
    },
    redrive: async () => {
      const read = new GetQueueAttributesCommand({ QueueUrl: DeadLetterQueueUrl, AttributeNames: ['QueueArn'] });
      const { Attributes } = await sqs.send(read);
      await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: Attributes?.QueueArn }));
    },
    undelivered: async () => {
      const { Targets = [] } = await events.send(
        new ListTargetsByRuleCommand({ EventBusName: outputs.RedeliveryBusName, Rule: outcomesSubscription }),
      );
      const queue = Targets[0]?.DeadLetterConfig?.Arn?.split(':').at(-1) ?? '';
      const read = new GetQueueAttributesCommand({
        QueueUrl: CallbackQueueUrl?.replace(/[^/]+$/, queue),
        AttributeNames: ['ApproximateNumberOfMessages'],
      });
      return Number((await sqs.send(read)).Attributes?.ApproximateNumberOfMessages);
    },
    put: async (all) => {
      const Entries = all.map((entry) => ({ ...entry, EventBusName: String(outputs.EventBusName) }));
      const answer = await events.send(new PutEventsCommand({ Entries }));
      return all.filter((_entry, index) => answer.Entries?.[index]?.EventId === undefined);
    },
    outcomesWaiting: async () => {
      const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const read = new GetQueueAttributesCommand({ QueueUrl: outputs.OutcomesQueueUrl, AttributeNames: [...names] });
      const { Attributes = {} } = await sqs.send(read);
      return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
    },
    putPassword: async (credentials) => {
      const secrets = new SecretsManagerClient(options);
      const SecretString = JSON.stringify(credentials);
      await secrets.send(new PutSecretValueCommand({ SecretId: MoSecretArn, SecretString }));
    },
  };
}

/** Not JSON, JSON of another shape, an envelope of a version never written, one without its body, nothing at all. */
const poisons = [
  'not an envelope',
  '[]',
  '{"version":99}',
  '{"version":1,"requestId":"poison"}',
  randomBytes(200).toString('base64'),
];

/** Receives until the queue is empty: there are few dead letters. */
async function receiveAll(sqs: SQSClient, queueUrl: string | undefined): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const receive = { QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = '' }) => Body));
  }
}

/** SHA-256 of the callback's bytes in an envelope, or in the envelope that an overflow notification names; else empty. */
async function digestOf(message: string, s3: S3Client): Promise<string> {
  const content = parse(message);
  const { bucket, object } = content.Records?.[0]?.s3 ?? {};
  const envelope = bucket && object ? parse(await readObject(s3, bucket.name, object.key)) : content;
  if (typeof envelope.body !== 'string') return '';
  return createHash('sha256').update(Buffer.from(envelope.body, 'base64')).digest('hex');
}

interface QueueMessage {
  readonly body?: unknown;
  readonly Records?: readonly {
    readonly s3?: { readonly bucket?: { readonly name: string }; readonly object?: { readonly key: string } };
  }[];
}

function parse(text: string): QueueMessage {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

async function readObject(s3: S3Client, bucket: string, key: string): Promise<string> {
  const name = decodeURIComponent(key.replace(/\+/g, ' '));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
  return (await Body?.transformToString()) ?? '';
}

async function readJson(folder: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await readFile(join(folder, file), 'utf8'));
}
