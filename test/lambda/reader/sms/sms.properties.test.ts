import fc from 'fast-check';
import { eventId } from '../../../../lambda/reader/identity/identity';
import { readCallback } from '../../../../lambda/reader/read-callback';
import { delivers } from '../../../../tools/generators/deliver';
import { moMessages } from '../../../../tools/generators/mo-message';
import { mtMessageResponses } from '../../../../tools/generators/mt-message-response';
import { policy, readEvent } from '../../../support/read-event';

const kinds = { moMessage: moMessages, deliver: delivers, mtMessageResponse: mtMessageResponses };

/** The letters of a long message's marker are the document's, not the callback's: a test of its own holds them. */
function withoutRaw(data: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(JSON.stringify(data, (key, value) => (key === 'raw' ? undefined : value)));
}

describe.each(Object.entries(kinds))('%s', (_name, callbacks) => {
  it('is what was written, however it was written', async () => {
    await fc.assert(
      fc.asyncProperty(callbacks, async ({ envelope, detailType, identity, data }) => {
        const event = await readEvent(envelope);
        expect(event.detailType).toBe(detailType);
        expect(withoutRaw(event.data)).toEqual(withoutRaw(data));
        expect(event.callback.identity).toEqual(identity);
      }),
    );
  });

  it('is the same when Vibes sends it again, in other letters', async () => {
    await fc.assert(
      fc.asyncProperty(callbacks, async ({ envelope, retry }) => {
        const [first, again] = [await readCallback(envelope, policy), await readCallback(retry, policy)];
        expect(again.identity).toEqual(first.identity);
        expect(again.contentDigest).toBe(first.contentDigest);
      }),
    );
  });
});

it('shares its id with no other callback, and with every copy of itself', async () => {
  const any = fc.oneof(moMessages, delivers, mtMessageResponses);
  await fc.assert(
    fc.asyncProperty(any, any, async (a, b) => {
      const [first, second] = [await readCallback(a.envelope, policy), await readCallback(b.envelope, policy)];
      expect(eventId(first.identity) === eventId(second.identity)).toBe(a.sameness === b.sameness);
    }),
    { numRuns: 500 },
  );
});
