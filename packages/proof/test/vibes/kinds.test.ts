import fc from 'fast-check';
import { toEvent } from '../../../../lambda/reader/event';
import { readCallback } from '../../../../lambda/reader/read-callback';
import { readPublishedLine } from '../../src/simulator/compare-events';
import { envelopeOf } from '../../src/support/envelope';
import { type BuiltCallback, sentAt } from '../../src/vibes/callback';
import { buildKind, buildOversize, kindRows, kinds } from '../../src/vibes/kinds';
import { buildLargeMms } from '../../src/vibes/mms-message';
import { buildReceipt } from '../../src/vibes/mt-message-response';
import { buildImportRow } from '../../src/vibes/platform-event';
import { createRandom } from '../../src/vibes/random';

const seeds = fc.integer({ min: 0, max: 1e9 });

async function eventOf(callback: BuiltCallback, attempt: number) {
  const envelope = envelopeOf(sentAt(callback, attempt));
  const read = await readCallback(envelope, { bucket: 'bucket', requireRbmSignature: true, identityKey: 'a key' });
  const { detailType, detail } = toEvent(read, envelope);
  return readPublishedLine(`{"detail-type":${JSON.stringify(detailType)},"detail":${detail}}`);
}

// The gateway takes no oversize: it has no event, and a hundred of them would take minutes.
describe.each(kinds.filter((kind) => kind !== 'oversize'))('the builder of %s', (kind) => {
  // Built like `mms`, except for the megabytes of its pictures.
  const runs = kind === 'mms-large' ? { numRuns: 4 } : {};

  it('makes callbacks of its kind, each with a key of its own', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const callbacks = buildKind(kind, createRandom(seed));
        expect(new Set(callbacks.map(({ key }) => key)).size).toBe(callbacks.length);
        expect(callbacks.map((callback) => callback.kind)).toEqual(callbacks.map(() => kind));
      }),
      runs,
    );
  });

  it('becomes the event that its kind expects, with its key, at every attempt the same', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.integer({ min: 2, max: 8 }), async (seed, attempt) => {
        for (const callback of kindRows[kind].build(createRandom(seed))) {
          const { detailType } = kindRows[kind].event;
          const first = await eventOf(callback, 1);
          const retry = await eventOf(callback, attempt);
          for (const event of [first, retry]) expect(event).toMatchObject({ detailType, key: callback.key });
          expect(retry.eventId).toBe(first.eventId);
        }
      }),
      runs,
    );
  });

  it('invents phone numbers of the range for fiction alone', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const callback of kindRows[kind].build(createRandom(seed))) {
          const text = Buffer.from(callback.document(1).body).toString('latin1');
          const numbers = kind === 'garbage' ? [] : (text.match(/(?<=\+|address=")1\d{10}\b/g) ?? []);
          expect(numbers.filter((number) => !/^1\d{3}55501\d\d$/.test(number))).toEqual([]);
        }
      }),
      runs,
    );
  });
});

describe('oversize', () => {
  it('is more than an API Gateway takes', () => {
    const [callback] = buildOversize(createRandom(7));
    expect(callback.document(1).body.length).toBeGreaterThan(10 * 1024 * 1024);
  });
});

describe('a large MMS', () => {
  it("is more than a queue's message may hold, and less than a function's payload", () => {
    const [callback] = buildLargeMms(createRandom(7));
    expect(callback.document(1).body.length).toBeGreaterThan(1024 * 1024);
    expect(callback.document(1).body.length).toBeLessThan(4.5 * 1024 * 1024);
  });
});

describe('the row of an import', () => {
  it('is a subscription_added', () => {
    const [callback] = buildImportRow(createRandom(7));
    expect(JSON.parse(Buffer.from(callback.document(1).body).toString('utf8'))).toMatchObject({
      callback_type: 'subscription_added',
    });
  });
});

describe('attempts that differ', () => {
  it.each(['mo', 'mms'] as const)('change the bytes of %s', (kind) => {
    const [callback] = kindRows[kind].build(createRandom(7));
    expect(callback.document(1).body).not.toEqual(callback.document(2).body);
  });

  it('leave the bytes of a receipt as they were', () => {
    const [callback] = buildReceipt(createRandom(7));
    expect(callback.document(1).body).toEqual(callback.document(2).body);
  });
});
