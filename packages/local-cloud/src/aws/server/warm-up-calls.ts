import { randomUUID } from 'node:crypto';
import type { AwsCall, Reply } from '../protocols/call';
import { callAsOwner } from '../protocols/emulator-call';
import type { QueuesAndObjects } from '../sqs/fauxqs-emulator';

/** What functions store for warm-up requests goes to a queue and a bucket that are never read. */
export interface WarmUpCalls {
  /** Part of the request id of each such request, and so of all that is stored of it. */
  readonly id: string;
  /** Carries out a call that stores such a request: neither counted nor failed. Undefined for any other call. */
  carryOut(call: AwsCall): Promise<Reply> | undefined;
  /** Makes the queue and the bucket. */
  begin(): Promise<void>;
  /** Removes them, with all that is in them. */
  end(): Promise<void>;
}

const name = 'local-cloud-warm-up';

export function createWarmUpCalls(emulator: QueuesAndObjects, region: string): WarmUpCalls {
  const id = `warm-up-${randomUUID()}`;
  const call = (action: string, input: Readonly<Record<string, unknown>>) =>
    callAsOwner(emulator, { service: 'sqs', action, input, region });
  const isOfWarmUp = ({ url, body }: AwsCall) => url.includes(id) || body.includes(id);
  return {
    id,
    carryOut: (one) => {
      const elsewhere = redirections[`${one.service}:${one.action}`];
      return elsewhere === undefined || !isOfWarmUp(one) ? undefined : emulator.handle(elsewhere(one, emulator));
    },
    begin: async () => {
      await call('CreateQueue', { QueueName: name });
      if (!emulator.objects.hasBucket(name)) emulator.objects.createBucket(name);
    },
    end: async () => {
      const QueueUrl = emulator.queue(name)?.url;
      if (QueueUrl !== undefined) await call('DeleteQueue', { QueueUrl });
      emulator.objects.deleteBucket(name);
    },
  };
}

type Redirection = (call: AwsCall, emulator: QueuesAndObjects) => AwsCall;

const redirections: Readonly<Record<string, Redirection>> = {
  'sqs:SendMessage': (call, emulator) => {
    const input = { ...call.input, QueueUrl: emulator.queue(name)?.url };
    return { ...call, input, body: Buffer.from(JSON.stringify(input)) };
  },
  's3:PutObject': (call) => ({ ...call, url: call.url.replace(/^\/[^/?]+/, `/${name}`) }),
};
