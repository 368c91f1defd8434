import fc from 'fast-check';
import { eventId } from '../../../../lambda/reader/identity/identity';
import { readCallback } from '../../../../lambda/reader/read-callback';
import { callbackKinds } from '../../../../packages/proof/src/fuzz/callback-kinds';
import { policy } from '../../../support/read-event';

it('shares its id with no other callback, and with every copy of itself', async () => {
  const { moMessage, deliver, mtMessageResponse } = callbackKinds;
  const any = fc.oneof(moMessage, deliver, mtMessageResponse);
  await fc.assert(
    fc.asyncProperty(any, any, async (a, b) => {
      const [first, second] = [await readCallback(a.envelope, policy), await readCallback(b.envelope, policy)];
      expect(eventId(first.identity) === eventId(second.identity)).toBe(a.sameness === b.sameness);
    }),
    { numRuns: 500 },
  );
});
