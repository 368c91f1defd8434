import { errorText } from '../../base/error-text';
import type { Deployment } from '../../template/deployment';
import { asRecord } from '../../template/properties';
import { compilePolicy } from '../iam/statement';
import type { AwsCall, Reply } from '../protocols/call';
import { errorReply, jsonReply } from '../protocols/error-reply';
import { tagRefusal } from '../protocols/tags';
import type { QueuesAndObjects } from './fauxqs-emulator';
import { queueName } from './queues';

/** API reference, CreateQueue: how long a deleted queue's name cannot be used. */
const nameIsFreeAfterMs = 60_000;
/** API reference, ListQueues. */
const maxListed = 1_000;

type Handle = (call: AwsCall) => Promise<Reply>;

/** The actions that create, change, list and delete queues: the emulator's, with the checks that it lacks. */
export function queueActions(
  { endpoint, accountId }: Deployment,
  emulator: QueuesAndObjects,
  nowMs: () => number,
): Readonly<Record<'CreateQueue' | 'SetQueueAttributes' | 'TagQueue' | 'DeleteQueue' | 'ListQueues', Handle>> {
  const deletedAt = new Map<string, number>();
  return {
    CreateQueue: async (call) => {
      const { QueueName: name, Attributes: attributes, tags } = call.input;
      if (typeof name !== 'string' || !/^(?:[\w-]{1,80}|[\w-]{1,75}\.fifo)$/.test(name)) {
        const allowed = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
        return refuse('InvalidParameterValue', allowed);
      }
      const refusal = attributesRefusal(attributes) ?? tagsRefusal(tags);
      if (refusal !== undefined) return refusal;
      if (nowMs() - (deletedAt.get(name) ?? Number.NEGATIVE_INFINITY) < nameIsFreeAfterMs) {
        return refuse(
          'AWS.SimpleQueueService.QueueDeletedRecently',
          'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
        );
      }
      return emulator.handle(call);
    },
    SetQueueAttributes: async (call) => attributesRefusal(call.input.Attributes) ?? emulator.handle(call),
    TagQueue: async (call) => tagsRefusal(call.input.Tags) ?? emulator.handle(call),
    DeleteQueue: async (call) => {
      const reply = await emulator.handle(call);
      if (reply.status === 200) deletedAt.set(queueName(call.input.QueueUrl), nowMs());
      return reply;
    },
    // The emulator lists URLs of the run that created them.
    ListQueues: async ({ input }) => {
      const { QueueNamePrefix: prefix = '', MaxResults: size, NextToken: token = '' } = input;
      if (size !== undefined && !(Number(size) >= 1 && Number(size) <= maxListed))
        return refuse('InvalidParameterValue', `MaxResults must be between 1 and ${maxListed}.`);
      const names = emulator
        .queues()
        .map(({ name }) => name)
        .filter((name) => name.startsWith(String(prefix)) && name > String(token))
        .sort();
      const listed = names.slice(0, Number(size ?? maxListed));
      const hasMore = size !== undefined && names.length > listed.length;
      return jsonReply('sqs', {
        QueueUrls: listed.map((name) => `${endpoint}/${accountId}/${name}`),
        ...(hasMore ? { NextToken: listed.at(-1) } : {}),
      });
    },
  };
}

function attributesRefusal(given: unknown): Reply | undefined {
  const attributes = asRecord(given);
  const unknown = Object.keys(attributes).find((name) => !settable.has(name));
  if (unknown !== undefined) return refuse('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const { Policy: policy } = attributes;
  if (policy === undefined || policy === '') return undefined;
  try {
    compilePolicy(JSON.parse(String(policy)), 'the queue');
    return undefined;
  } catch (error) {
    const why = errorText(error);
    return refuse('InvalidAttributeValue', `Invalid value for the parameter Policy. ${why}`);
  }
}

/** API reference, SetQueueAttributes and CreateQueue. */
const settable: ReadonlySet<string> = new Set([
  ...['DelaySeconds', 'MaximumMessageSize', 'MessageRetentionPeriod', 'Policy', 'ReceiveMessageWaitTimeSeconds'],
  ...['VisibilityTimeout', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds'],
  ...['SqsManagedSseEnabled', 'FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
]);

function tagsRefusal(tags: unknown): Reply | undefined {
  const refusal = tagRefusal(asRecord(tags));
  return refusal === undefined ? undefined : refuse('InvalidParameterValue', refusal);
}

function refuse(code: string, message: string): Reply {
  return errorReply('sqs', { code, message, status: 400 });
}
