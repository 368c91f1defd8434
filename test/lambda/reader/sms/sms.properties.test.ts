import fc from 'fast-check';
import { eventId } from '../../../../lambda/reader/identity/identity';
import { readCallback } from '../../../../lambda/reader/read-callback';
import { delivers, moMessages } from '../../../../packages/proof/src/generators/mo-message';
import { mtMessageResponses } from '../../../../packages/proof/src/generators/mt-message-response';
import { policy } from '../../../support/read-event';

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
