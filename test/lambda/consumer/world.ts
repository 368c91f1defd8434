import type { SQSEvent } from 'aws-lambda';
import type { ConsumerDeps } from '../../../lambda/consumer/deps';
import { createHandler } from '../../../lambda/consumer/handler';
import type { Claim, ClaimOutcome, Lease } from '../../../lambda/consumer/ports';
import type { Callback } from '../../../lambda/reader/callback';
import { unrecognized } from '../../../lambda/reader/unrecognized/unrecognized-callback';
import type { BusEvent } from '../../../lambda/shared/bus-event';
import { type Envelope, encodeEnvelope } from '../../../lambda/shared/envelope';

export const startMs = Date.parse('2026-05-06T07:08:09.000Z');

/** What replaces a callback's body here: the callback itself, as JSON. */
export interface Body {
  readonly id: string;
  readonly family?: Callback['identity']['family'];
  readonly digest?: string;
  readonly reason?: string;
  readonly objects?: readonly string[];
  /** The id of before an upgrade. */
  readonly formerId?: string;
  readonly rawPayload?: string;
}

/** What the doubles answer. Whatever is not given fails the test that asks for it. */
export interface Given {
  readonly claim?: (claim: Claim, signal: AbortSignal) => ClaimOutcome | Promise<ClaimOutcome>;
  /** Whether the ledger has an item of the id of before an upgrade. */
  readonly knows?: (id: string) => boolean;
  readonly publish?: (events: readonly BusEvent[], signal: AbortSignal) => Record<string, string>;
  /** Why the identity key cannot be read. */
  readonly keyError?: Error;
  readonly complete?: (leases: readonly Lease[], signal: AbortSignal) => readonly Lease[];
  readonly noteConsumed?: (keys: readonly string[]) => readonly string[];
  readonly put?: (key: string) => Promise<void>;
  readonly overflow?: Readonly<Record<string, string>>;
  readonly delay?: () => Promise<void>;
  readonly remainingMs?: () => number;
  readonly abortAfter?: (ms: number) => AbortSignal;
}

/** The consumer among strict doubles; `did` is what it did to them, in order. */
export function world(given: Given) {
  const did: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const metrics: string[] = [];
  const published: BusEvent[] = [];
  const remainingMs = given.remainingMs ?? (() => 15_000);
  const deps: ConsumerDeps = {
    ledger: {
      claim: async (claim, signal) => {
        did.push(`claim ${claim.identity.id}`);
        return demand(given.claim, 'claim')(claim, signal);
      },
      knows: async ({ id }) => {
        did.push(`knows ${id}`);
        return demand(given.knows, 'knows')(id);
      },
      complete: async (leases, _nowMs, signal) => {
        did.push(`complete ${leases.map(({ claim }) => claim.identity.id).join(' ')}`);
        return demand(given.complete, 'complete')(leases, signal);
      },
      noteConsumed: async (keys) => {
        did.push(`note ${keys.join(' ')}`);
        return demand(given.noteConsumed, 'noteConsumed')(keys);
      },
    },
    publisher: {
      publish: async (events, signal) => {
        did.push(`publish ${events.map(({ id }) => id).join(' ')}`);
        published.push(...events);
        return new Map(Object.entries(demand(given.publish, 'publish')(events, signal)));
      },
    },
    store: {
      put: async ({ key }) => {
        did.push(`put ${key}`);
        await demand(given.put, 'put')(key);
      },
      get: async (key) => {
        did.push(`get ${key}`);
        const text = given.overflow?.[key];
        if (text === undefined) throw Object.assign(new Error(`no object ${key}`), { name: 'NoSuchKey' });
        return Buffer.from(text);
      },
    },
    redelivery: {
      delay: async ({ receiptHandle, queueArn }, seconds) => {
        did.push(`delay ${receiptHandle} of ${queueArn} ${seconds}`);
        await demand(given.delay, 'delay')();
      },
    },
    policy: async () => {
      if (given.keyError !== undefined) throw given.keyError;
      return { bucket: 'bucket', requireRbmSignature: false, identityKey: 'a key' };
    },
    readCallback: async ({ body }) => callbackOf(JSON.parse(Buffer.from(body).toString('utf8'))),
    unrecognized,
    isRetryQueue: (queueArn) => String(queueArn).endsWith('-retry'),
    log: (line) => lines.push({ ...line }),
    count: (metric) => metrics.push(metric),
    now: () => startMs,
    abortAfter: given.abortAfter ?? (() => new AbortController().signal),
  };
  const handler = createHandler(deps);
  const invoke = async (Records: readonly object[]) => {
    const context = { awsRequestId: 'invocation-1', getRemainingTimeInMillis: remainingMs };
    const { batchItemFailures } = await handler({ Records } as SQSEvent, context);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return {
    deps,
    did,
    lines,
    metrics,
    published,
    /** The ids of the messages that go back to the queue. */
    async handle(...bodies: readonly string[]): Promise<string[]> {
      const Records = bodies.map((body, index) => ({
        messageId: `m${index}`,
        receiptHandle: `r${index}`,
        eventSourceARN: `queue-${index}`,
        attributes: { ApproximateReceiveCount: '1' },
        body,
      }));
      return invoke(Records);
    },
    /** The same of one message that came back to the callback queue. */
    handleAgain: (body: string) =>
      invoke([
        {
          ...{ messageId: 'm0', receiptHandle: 'r0', eventSourceARN: 'queue-0', body },
          attributes: { ApproximateReceiveCount: '2' },
        },
      ]),
    /** The same of one message of the retry queue. */
    handleRetry: (body: string, messageAttributes: object = {}) =>
      invoke([
        {
          ...{ messageId: 'm0', receiptHandle: 'r0', eventSourceARN: 'queue-retry', body, messageAttributes },
          attributes: { ApproximateReceiveCount: '1' },
        },
      ]),
  };
}

/** A claim that is won, by the first worker or (`timesSeen` 2) after one that did not finish. */
export function won(claim: Claim, timesSeen = 1): ClaimOutcome {
  return { status: 'claimed', lease: { claim, firstSeenMs: startMs, timesSeen } };
}

/** A world in which every step succeeds. */
export const allWell = {
  knows: () => false,
  claim: (claim: Claim) => won(claim),
  publish: () => ({}),
  complete: () => [],
  noteConsumed: () => [],
} satisfies Given;

export function envelopeOf(body: Body, requestId = `request-${body.id}`): Envelope {
  return {
    version: 1,
    requestId,
    receivedAt: '2026-05-06T07:08:08.500Z',
    method: 'POST',
    path: '/sms/mo',
    query: {},
    headers: {},
    sourceIp: '203.0.113.7',
    proof: 'basic:current',
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** A message as ingest sends it. */
export function message(body: Body, requestId?: string): string {
  return encodeEnvelope(envelopeOf(body, requestId));
}

/** A message as S3 sends it. */
export function notification(...objects: readonly { key: string; size?: number }[]): string {
  return JSON.stringify({
    Records: objects.map((object) => ({ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { object } })),
  });
}

function callbackOf({
  id,
  family = 'mo',
  digest = 'digest',
  reason,
  objects = [],
  formerId,
  rawPayload,
}: Body): Callback {
  return {
    identity: { family, id, part: '-' },
    ...(formerId !== undefined && { formerIdentities: [{ family, id: formerId, part: '-' }] }),
    ...(rawPayload !== undefined && { rawPayload }),
    contentDigest: digest,
    attempt: 1,
    data: reason === undefined ? { text: 'a text that nothing logs' } : { reason },
    objects: objects.map((key) => ({ key, bytes: new Uint8Array(3), contentType: 'image/png' })),
  };
}

function demand<T>(double: T | undefined, name: string): T {
  if (double === undefined) throw new Error(`${name} was not expected`);
  return double;
}
