// The same body comes twice, under different conditions: unsigned and signed, without its charset and with it. S3 notifies of
// the second copy, or what it sends is lost and the sweep must find it. Neither copy may hide the other.
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { createLedger } from '../../lambda/consumer/aws/ledger';
import type { ConsumerDeps } from '../../lambda/consumer/deps';
import { createHandler as createConsumer } from '../../lambda/consumer/handler';
import type { ReadPolicy } from '../../lambda/reader/callback';
import { families } from '../../lambda/reader/families';
import { eventId } from '../../lambda/reader/identity/identity';
import { readCallback } from '../../lambda/reader/read-callback';
import { unrecognized } from '../../lambda/reader/unrecognized/unrecognized-callback';
import type { BusEvent } from '../../lambda/shared/bus-event';
import { type AskedProof, type Envelope, encodeEnvelope, type Proof } from '../../lambda/shared/envelope';
import { overflowKey } from '../../lambda/shared/overflow-key';
import { createLedgerReader } from '../../lambda/sweep/aws/ledger-reader';
import { createHandler as createSweep } from '../../lambda/sweep/handler';
import { envelopeOf } from '../../packages/proof/src/support/envelope';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table';

const numRuns = Number(process.env.MODEL_RUNS ?? 150);
const hourMs = 3_600_000;

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
afterAll(() => table.stop());

/** Settings, and what came under them. */
interface Conditions {
  readonly proof: Proof;
  readonly asked: AskedProof | undefined;
  /** The settings while it is consumed. */
  readonly today: AskedProof;
  readonly headers: Readonly<Record<string, string>>;
  /** Chosen by the caller: the same for both, perhaps. */
  readonly requestId: string;
}

const settings = fc.record({ signature: fc.boolean(), certificate: fc.boolean() });
const conditions: fc.Arbitrary<Conditions> = fc.record({
  proof: fc.constantFrom<Proof>('source', 'signature', 'certificate', 'basic:current'),
  asked: fc.option(settings, { nil: undefined }),
  today: settings,
  headers: fc
    .record(
      {
        'content-type': fc.constantFrom('text/xml', 'text/xml; charset=iso-8859-1', 'text/xml; charset=x-new'),
        'x-vibes-eventclass': fc.constantFrom('UserEvent', 'ServerEvent'),
        'x-vibes-signature': fc.constantFrom('right', 'wrong'),
        'x-more': fc.constantFrom('of Vibes', 'of somebody'),
      },
      { requiredKeys: [] },
    )
    .map((headers) => JSON.parse(JSON.stringify(headers))),
  requestId: fc.constantFrom('VICTIM-1', 'VICTIM-2'),
});

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const bodies = (n: number) =>
  [
    ['/rbm', latin1(`{"eventId":"e${n}","agentId":"a","messageId":"m${n}"}`)],
    ['/rbm', latin1(`{"agentId":"a${n}"}`)],
    [
      '/sms/mo',
      latin1(
        `<moMessage messageId="m${n}" receiptDate="2026-05-06T07:08:09Z"><source address="+1" carrier="" type="MDN"/><destination address="0" type="SC"/><message>Grüße</message></moMessage>`,
      ),
    ],
    ['/platform', latin1(`{"event_id":"E${n}","callback_type":"person_added"}`)],
    ['/platform', latin1(`garbage ${n}`)],
  ] as const;

/** Consumer and sweep over one ledger and one bucket. */
function newSystem() {
  const events: BusEvent[] = [];
  const bucket = new Map<string, Uint8Array>();
  const storedAt = new Map<string, number>();
  let nowMs = Date.parse('2026-05-06T07:00:00Z');
  const ledger = createLedger({ tableName: table.name, days: 30, client: table.client });
  const policyOf = ({ signature, certificate }: AskedProof): ReadPolicy => ({
    ...{ bucket: 'b', identityKey: 'k'.repeat(32) },
    ...{ requireRbmSignature: signature, requireCertificate: certificate },
  });
  const consumerOf = (today: AskedProof) => {
    const deps: ConsumerDeps = {
      ledger,
      publisher: {
        publish: async (some) => {
          events.push(...some);
          return new Map();
        },
      },
      store: {
        put: async ({ key, bytes }) => void bucket.set(key, bytes),
        get: async (key) => bucket.get(key) ?? Promise.reject(new Error(`no ${key}`)),
      },
      isRetryQueue: () => false,
      redelivery: { delay: async () => undefined },
      policy: async () => policyOf(today),
      readCallback,
      unrecognized,
      log: () => undefined,
      count: () => undefined,
      now: () => nowMs,
      abortAfter: () => new AbortController().signal,
    };
    return createConsumer(deps);
  };
  const consume = async (body: string, today: AskedProof) => {
    const record = { messageId: 'm', receiptHandle: 'r', eventSourceARN: 'q', body };
    const batch = { Records: [record] as Partial<SQSRecord>[] } as SQSEvent;
    const { batchItemFailures } = await consumerOf(today)(batch, {
      awsRequestId: 'i',
      getRemainingTimeInMillis: () => 15_000,
    });
    expect(batchItemFailures).toEqual([]);
  };
  const notification = (key: string) =>
    JSON.stringify({ Records: [{ eventSource: 'aws:s3', s3: { object: { key: encodeURIComponent(key), size: 1 } } }] });
  return {
    events,
    bucket,
    pass: (ms: number) => {
      nowMs += ms;
    },
    nowMs: () => nowMs,
    consume,
    /** @param isOld under a key of version 0.1.0 */
    overflow: (envelope: Envelope, isOld: boolean) => {
      const key = isOld ? `overflow/2026-05-06/${envelope.requestId}.json` : overflowKey(envelope.receivedAt);
      bucket.set(key, Buffer.from(encodeEnvelope(envelope)));
      storedAt.set(key, nowMs);
      return notification(key);
    },
    /** What the sweep queues, a day later. */
    sweep: async (today: AskedProof) => {
      const queued: string[] = [];
      const sweep = createSweep({
        overflow: {
          async *list() {
            for (const [key, storedAtMs] of storedAt) yield { key, size: 1, storedAtMs };
          },
          read: async (key) => bucket.get(key) ?? Promise.reject(new Error(`no ${key}`)),
        },
        ledger: createLedgerReader(table.name, table.client),
        queue: { notify: async ({ key }) => void queued.push(notification(key)) },
        policy: async () => policyOf(today),
        log: () => undefined,
        count: () => undefined,
        now: () => nowMs,
      });
      await sweep({}, { getRemainingTimeInMillis: () => 900_000 });
      return queued;
    },
    policyOf,
  };
}

/** Whether an event is of this request: of what was read from it, or of the request itself if no reader understood it. */
async function isTold(
  { events, bucket, policyOf }: ReturnType<typeof newSystem>,
  envelope: Envelope,
  today: readonly AskedProof[],
): Promise<boolean> {
  const readings = await Promise.all(today.map((one) => readCallback(envelope, policyOf(one))));
  return events.some(({ id, detailType, detail }) =>
    readings.some(({ identity }) => {
      if (identity.family !== 'unrecognized') {
        return detailType === families[identity.family].detailType && id === eventId(identity);
      }
      if (detailType !== 'Unrecognized Callback') return false;
      const { key } = JSON.parse(detail).data;
      const kept = JSON.parse(Buffer.from(bucket.get(key.replace(/bin$/, 'json')) ?? []).toString());
      const body = Buffer.from(bucket.get(key) ?? []);
      return (
        body.equals(envelope.body) &&
        kept.proof === envelope.proof &&
        JSON.stringify(Object.entries(kept.headers).sort()) === JSON.stringify(Object.entries(envelope.headers).sort())
      );
    }),
  );
}

let count = 0;

const pairs = fc.record({
  body: fc.nat({ max: 4 }),
  first: conditions,
  second: conditions,
  isLost: fc.boolean(),
  isOld: fc.boolean(),
  later: settings,
});

it('neither of two copies hides the other, whatever they prove, ask and say, and whatever is lost', async () => {
  const property = fc.asyncProperty(pairs, async ({ body, first, second, isLost, isOld, later }) => {
    count += 1;
    const [path, bytes] = bodies(count)[body] ?? bodies(count)[0];
    const system = newSystem();
    const arrive = ({ proof, asked, headers, requestId }: Conditions): Envelope => ({
      ...envelopeOf({ path, body: bytes, proof, headers, requestId: `${requestId}-${count}` }),
      receivedAt: new Date(system.nowMs()).toISOString(),
      ...(asked && { asked }),
    });
    const one = arrive(first);
    system.pass(200);
    await system.consume(encodeEnvelope(one), first.today);
    system.pass(5_000);
    const other = arrive(second);
    const told = system.overflow(other, isOld);
    system.pass(200);
    if (!isLost) await system.consume(told, second.today);
    system.pass(2 * hourMs);
    const queued = await system.sweep(later);
    for (const message of queued) await system.consume(message, later);
    expect(await isTold(system, one, [first.today])).toBe(true);
    // What version 0.1.0 stored says not what it was asked for.
    const nothing = { signature: false, certificate: false };
    expect(await isTold(system, other, isLost ? [later, nothing] : [second.today])).toBe(true);
    // What was published is not queued again a day later.
    system.pass(24 * hourMs);
    expect(await system.sweep(later)).toEqual([]);
  });
  await fc.assert(property, { numRuns });
});
