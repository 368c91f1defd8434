import type { SQSRecord } from 'aws-lambda';
import { readDeadLetterId } from '../shared/dead-letter-id';
import { decodeEnvelope, type Envelope } from '../shared/envelope';
import { errorCode } from '../shared/error-code';
import { smokeTestId } from '../shared/smoke-test';
import type { ConsumerDeps } from './deps';
import type { InvocationLimits } from './invocation';
import { type OverflowObject, readMessage } from './message';
import { failedMessage, type MessageHandle, type Processed, type ReceivedCallback } from './outcome';
import { publishSmokeTest } from './smoke-test';

/** An envelope, at hand or still in the overflow bucket. */
export interface EnvelopeSource {
  readonly handle: MessageHandle;
  /** Roughly how many bytes opening it loads into memory. */
  readonly size: number;
  /** What identifies the callback before it is read. */
  readonly name: { readonly requestId: string } | { readonly key: string };
  open(signal: AbortSignal): Promise<Envelope>;
}

/** Splits a batch into sources and unreadable messages. Fetches nothing yet. */
export function readMessages(
  records: readonly SQSRecord[],
  deps: ConsumerDeps,
): { sources: EnvelopeSource[]; unreadable: Processed[] } {
  const sources: EnvelopeSource[] = [];
  const unreadable: Processed[] = [];
  for (const { messageId, receiptHandle, eventSourceARN: queueArn, body, attributes, messageAttributes } of records) {
    const deadLetterId = readDeadLetterId(messageAttributes);
    const isFirstTry = attributes?.ApproximateReceiveCount === '1' && !deps.isRetryQueue(queueArn);
    const letter = deadLetterId === undefined ? {} : { deadLetterId };
    const handle = { messageId, receiptHandle, queueArn, isFirstTry, ...letter };
    try {
      sources.push(...sourcesOf(body, handle, deps));
    } catch (error) {
      unreadable.push(failedMessage(handle, errorCode(error)));
    }
  }
  return { sources, unreadable };
}

function sourcesOf(body: string, handle: MessageHandle, deps: ConsumerDeps): EnvelopeSource[] {
  const message = readMessage(body);
  switch (message.kind) {
    case 'envelope': {
      const { envelope } = message;
      const name = { requestId: envelope.requestId };
      return [{ handle, size: body.length, name, open: async () => envelope }];
    }
    case 'overflow':
      return message.objects.map((object) => overflowSource(object, handle, deps));
    case 'test-event':
      deps.log({ code: 'TestEventDropped', messageId: handle.messageId });
      return [];
    default:
      return message satisfies never;
  }
}

function overflowSource({ key, size }: OverflowObject, handle: MessageHandle, { store }: ConsumerDeps): EnvelopeSource {
  const open = async (signal: AbortSignal) => {
    const { buffer, byteOffset, byteLength } = await store.get(key, signal);
    return decodeEnvelope(Buffer.from(buffer, byteOffset, byteLength).toString('utf8'));
  };
  return { handle: { ...handle, objectKey: key }, size, name: { key }, open };
}

/**
 * Fetches sources in parallel and reads their callbacks one after the other, while there is time to publish them.
 * Messages that could not be read, and smoke tests, are finished here.
 */
export async function openEnvelopes(
  sources: readonly EnvelopeSource[],
  invocation: InvocationLimits,
  deps: ConsumerDeps,
): Promise<{ callbacks: ReceivedCallback[]; failed: Processed[] }> {
  const callbacks: ReceivedCallback[] = [];
  const failed: Processed[] = [];
  const fetched = await Promise.all(sources.map((source) => fetchEnvelope(source, invocation)));
  for (const one of fetched) {
    const result = 'outcome' in one ? one : await readOne(one, invocation, deps);
    'outcome' in result ? failed.push(result) : callbacks.push(result);
  }
  return { callbacks, failed };
}

interface FetchedEnvelope {
  readonly handle: MessageHandle;
  readonly envelope: Envelope;
}

async function fetchEnvelope(
  { handle, open }: EnvelopeSource,
  invocation: InvocationLimits,
): Promise<FetchedEnvelope | Processed> {
  if (!invocation.hasTimeForWave()) return failedMessage(handle, 'out-of-time');
  try {
    return { handle, envelope: await open(invocation.preparing) };
  } catch (error) {
    return failedMessage(handle, errorCode(error));
  }
}

async function readOne(
  { handle, envelope }: FetchedEnvelope,
  invocation: InvocationLimits,
  deps: ConsumerDeps,
): Promise<ReceivedCallback | Processed> {
  if (!invocation.hasTimeForWave()) return failedMessage(handle, 'out-of-time');
  try {
    const smokeTest = smokeTestId(envelope);
    if (smokeTest !== undefined) return await publishSmokeTest(smokeTest, envelope, handle, invocation, deps);
    return { handle, envelope, callback: await deps.readCallback(envelope, await deps.policy(invocation.preparing)) };
  } catch (error) {
    return failedMessage(handle, errorCode(error));
  }
}
