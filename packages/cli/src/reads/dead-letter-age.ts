import { isRecord, parseJson } from '../../../../lambda/shared/json';
import type { OpsContext } from '../frame/context';
import { queueNameOf, readMetrics } from './metrics';

/** A few samples of ten: SQS gives no order. CloudWatch knows better, some minutes later. */
const samples = 3;
/** A limit of SQS. */
const perCall = 10;

/** When the oldest of this many dead letters arrived, in epoch milliseconds. Looking hides none of them from others. */
export async function deadLetterAge(
  context: OpsContext,
  queueUrl: string,
  count: number,
  nowMs: number,
): Promise<number | undefined> {
  const seen = await sampled(context, queueUrl);
  const moments = [...seen, ...(await measuredOldest(context, queueUrl, count, nowMs))];
  return moments.length === 0 ? undefined : Math.min(...moments);
}

async function sampled({ clients }: OpsContext, queueUrl: string): Promise<readonly number[]> {
  const { client, sdk } = await clients.sqs();
  const command = new sdk.ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: perCall,
    VisibilityTimeout: 0,
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
  const answers = await Promise.all(Array.from({ length: samples }, () => client.send(command)));
  return answers
    .flatMap(({ Messages = [] }) => Messages)
    .map(({ Body = '', Attributes }) => receivedAtMs(Body) ?? Number(Attributes?.SentTimestamp ?? Number.NaN))
    .filter((ms) => !Number.isNaN(ms));
}

function receivedAtMs(body: string): number | undefined {
  const value = parseJson(body);
  if (!isRecord(value) || typeof value.receivedAt !== 'string') return undefined;
  const ms = Date.parse(value.receivedAt);
  return Number.isNaN(ms) ? undefined : ms;
}

/**
 * When the oldest of this many messages was sent, by CloudWatch; nothing for as many as one call can receive, which a
 * sample shows. "The age of a message counts from its first send", also in a dead-letter queue.
 */
export async function measuredOldest(
  context: OpsContext,
  queueUrl: string,
  count: number,
  nowMs: number,
): Promise<readonly number[]> {
  if (count <= perCall) return [];
  const spec = {
    namespace: 'AWS/SQS',
    name: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: queueNameOf(queueUrl) },
    statistic: 'Maximum',
  } as const;
  const [ages = []] = await readMetrics(context, [spec], { fromMs: nowMs - 300_000, untilMs: nowMs });
  return ages
    .slice(-1)
    .filter(({ value }) => value > 0)
    .map(({ value }) => nowMs - value * 1000);
}
