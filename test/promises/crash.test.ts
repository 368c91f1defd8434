import { randomUUID } from 'node:crypto';
import type { SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import { createLedger } from '../../lambda/consumer/aws/ledger';
import { createHandler } from '../../lambda/consumer/handler';
import type { Ledger } from '../../lambda/consumer/ports';
import { message, startMs, world } from '../lambda/consumer/world';
import { groupBy } from '../support/group-by';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table';

/** `MODEL_RUNS=1000 npm test -- test/promises/crash.test.ts` looks longer. */
const numRuns = Number(process.env.MODEL_RUNS ?? 40);

/** What befalls one call of the handler to the world. */
type Fault = 'none' | 'fails-before' | 'fails-after' | 'dies-before' | 'dies-after';

let table: LedgerTable;
let ledger: Ledger;

beforeAll(async () => {
  table = await startLedgerTable();
  ledger = createLedger({ tableName: table.name, days: 30, client: table.client });
});
afterAll(() => table.stop());

/** Faults in the order of the calls; when they are used up, all is well. */
function faultsOf(faults: readonly Fault[]) {
  const left = [...faults];
  return async function befall<T>(die: () => Promise<never>, call: () => Promise<T>, failed: () => T): Promise<T> {
    const fault = left.shift() ?? 'none';
    if (fault === 'dies-before') return die();
    if (fault === 'fails-before') return failed();
    const result = await call();
    if (fault === 'dies-after') return die();
    return fault === 'fails-after' ? failed() : result;
  };
}

interface Published {
  readonly id: string;
  readonly requestId: string;
  clean: boolean;
}

/** Runs the handler over what is visible, until the queue is empty; two invocations at the same time. */
async function workOff(bodies: readonly string[], faults: readonly Fault[]): Promise<Published[]> {
  const published: Published[] = [];
  const befall = faultsOf(faults);
  let queue = bodies.map((body, index) => ({ messageId: `m${index}`, body }));
  for (let round = 0; queue.length > 0; round += 1) {
    if (round > faults.length + 2) throw new Error('the queue does not run empty');
    const half = Math.ceil(queue.length / 2);
    const invocations = [queue.slice(0, half), queue.slice(half)].map((batch) =>
      invoke(batch, startMs + round * 91_000, befall, published),
    );
    const kept = new Set((await Promise.all(invocations)).flat());
    queue = queue.filter(({ messageId }) => kept.has(messageId));
  }
  return published;
}

/** The ids of the messages that stay in the queue: those given back, or all when the invocation died. */
async function invoke(
  batch: readonly { messageId: string; body: string }[],
  nowMs: number,
  befall: ReturnType<typeof faultsOf>,
  published: Published[],
): Promise<string[]> {
  let endInvocation = (): void => {};
  const death = new Promise<'died'>((resolve) => {
    endInvocation = () => resolve('died');
  });
  const die = () => {
    endInvocation();
    return new Promise<never>(() => {});
  };
  const fail = (): never => {
    throw new Error('a call that failed');
  };
  const { deps } = world({});
  const handler = createHandler({
    ...deps,
    now: () => nowMs,
    redelivery: { delay: async () => {} },
    store: { get: () => Promise.reject(new Error('not expected')), put: () => befall(die, async () => {}, fail) },
    ledger: {
      claim: (claim, signal) => befall(die, () => ledger.claim(claim, signal), fail),
      knows: ledger.knows,
      noteConsumed: ledger.noteConsumed,
      complete: async (leases, atMs, signal) => {
        const left = await befall(
          die,
          () => ledger.complete(leases, atMs, signal),
          () => leases,
        );
        const completed = new Set(leases.filter((lease) => !left.includes(lease)).map(({ claim }) => claim.eventId));
        const last = (id: string) => published.findLast((one) => one.id === id);
        for (const id of completed) Object.assign(last(id) ?? {}, { clean: true });
        return left;
      },
    },
    publisher: {
      publish: (events) =>
        befall(
          die,
          async () => {
            const ids = events.map(({ id, detail }) => ({ id, requestId: JSON.parse(detail).metadata.requestId }));
            published.push(...ids.map((one) => ({ ...one, clean: false })));
            return new Map<string, string>();
          },
          () => new Map(events.map(({ id }) => [id, 'InternalFailure'])),
        ),
    },
  });
  const Records = batch.map(({ messageId, body }) => ({ messageId, receiptHandle: messageId, body }));
  const answer = handler({ Records } as SQSEvent, {
    awsRequestId: 'invocation',
    getRemainingTimeInMillis: () => 15_000,
  });
  const result = await Promise.race([answer, death]);
  if (result === 'died') return batch.map(({ messageId }) => messageId);
  return result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

const fault = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fault>('none') },
  { weight: 1, arbitrary: fc.constantFrom<Fault>('fails-before', 'fails-after', 'dies-before', 'dies-after') },
);
const body = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  digest: fc.constantFrom('one', 'one', 'one', 'other'),
  objects: fc.constantFrom([], ['object']),
});

it('publishes every content, under one id, and again only if a call failed or the function died', async () => {
  const property = fc.asyncProperty(
    fc.array(body, { minLength: 1, maxLength: 12 }),
    fc.array(fault),
    async (bodies, faults) => {
      const run = randomUUID();
      const contents = bodies.map((one) => ({ ...one, id: `${one.id}-${run}` }));
      const requestOf = ({ id, digest }: { id: string; digest: string }) => `${id} ${digest}`;
      const published = await workOff(
        contents.map((one) => message(one, requestOf(one))),
        faults,
      );

      const requests = new Set(contents.map(requestOf));
      expect(new Set(published.map(({ requestId }) => requestId))).toEqual(requests);
      const byId = groupBy(published, ({ id }) => id);
      expect(byId.size).toBe(requests.size);
      for (const repeats of byId.values()) {
        expect(new Set(repeats.map(({ requestId }) => requestId)).size).toBe(1);
        expect(repeats.filter(({ clean }) => clean).length).toBeLessThanOrEqual(1);
      }
      if (faults.every((one) => one === 'none')) expect(published).toHaveLength(requests.size);
    },
  );
  await fc.assert(property, { numRuns });
});
