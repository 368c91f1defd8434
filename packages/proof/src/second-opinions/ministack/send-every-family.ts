import { request } from 'node:https';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createCompressedClock, realTime } from '../../simulator/clock';
import type { Delivery } from '../../simulator/delivery';
import { drain, type QueueState } from '../../simulator/drain';
import { createHttpPost } from '../../simulator/http-post';
import { runVibes } from '../../simulator/vibes';
import { planWorkload } from '../../simulator/workload';
import { kindRows, kinds } from '../../vibes/kinds';
import type { Ministack, StackOnMinistack } from './start-ministack';

/**
 * A rule that takes every event of the bus, and a queue behind it.
 * @returns what reads the events that came since the last time, as EventBridge delivers them: JSON
 */
export async function tapEvents({ access }: Ministack, bus: string): Promise<() => Promise<readonly string[]>> {
  const sqs = new SQSClient(access);
  const eventBridge = new EventBridgeClient(access);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'published-events' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const rule = { EventBusName: bus, Name: 'every-event' };
  await eventBridge.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":[{"prefix":""}]}' }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn ?? '' }];
  await eventBridge.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: bus, Targets }));
  return () => readAll(sqs, QueueUrl);
}

async function readAll(sqs: SQSClient, QueueUrl: string | undefined): Promise<readonly string[]> {
  const events: string[] = [];
  for (;;) {
    const request = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
    if (Messages.length === 0) return events;
    events.push(...Messages.map(({ Body }) => Body ?? ''));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** Every kind that the simulator knows but `oversize`: MiniStack's gateway takes a body of any size. */
const mix = Object.fromEntries(
  kinds.filter((kind) => kind !== 'oversize').map((kind) => [kind, Math.max(5, kindRows[kind].weight)]),
);
const plan = { seed: 8, callbacks: 150, mix, copies: 0.1 };
/** The check is about the outcome, not the time: this machine may be busy. */
const timeoutMs = 30_000;

/** Sends callbacks of all families as Vibes does: some twice at once, and the password only after a challenge. */
export async function sendEveryFamily(ministack: Ministack, stack: StackOnMinistack): Promise<readonly Delivery[]> {
  const { rbmSecret, ...credentials } = await readCredentials(ministack, stack);
  const connections = 2;
  const endpoint = { url: stack.endpointUrl, credentials: () => credentials, rbmSecret, tls: { ca: ministack.ca } };
  const { post, close } = createHttpPost({ ...endpoint, waitForChallenge: true, connections }, timeoutMs);
  const policy = { connections, resends: 2 };
  const clock = createCompressedClock(300);
  const deliveries = await runVibes(planWorkload(plan), { post, clock }, policy).finally(close);
  const sqs = new SQSClient(ministack.access);
  await drain(() => queuesOf(sqs, stack), realTime);
  return deliveries;
}

/** The credentials that the stack generated for Vibes. */
async function readCredentials({ access }: Ministack, { outputs }: StackOnMinistack) {
  const client = new SecretsManagerClient(access);
  const read = async (SecretId = ''): Promise<Record<string, string>> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    return JSON.parse(SecretString ?? '');
  };
  const { username = '', password = '' } = await read(outputs.MoSecretArn);
  const { secret: rbmSecret = '' } = await read(outputs.RbmSecretArn);
  return { username, password, rbmSecret };
}

async function queuesOf(sqs: SQSClient, { outputs }: StackOnMinistack): Promise<QueueState> {
  const state = async (QueueUrl = '') => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: inFlight } = Attributes;
    return { visible: Number(visible), inFlight: Number(inFlight) };
  };
  return {
    queue: await state(outputs.CallbackQueueUrl),
    retryQueue: await state(outputs.RetryQueueUrl),
    deadLetterQueue: await state(outputs.DeadLetterQueueUrl),
    calls: {},
  };
}

/** The answer to an address that the API's policy does not allow. Undefined if this machine has no such address. */
export async function answerToStranger(
  { ca }: Ministack,
  { endpointUrl }: StackOnMinistack,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const url = new URL(`${endpointUrl}sms/receipt`);
    const options = { method: 'POST', localAddress: '127.0.0.2', ca };
    const outgoing = request(url, options, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRNOTAVAIL' ? resolve(undefined) : reject(error),
    );
    outgoing.end('x');
  });
}
