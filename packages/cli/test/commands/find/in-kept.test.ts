import { inKept } from '../../../src/commands/find/in-kept';
import { Deadline } from '../../../src/frame/deadline';
import { givenOps } from '../../support/ops-context';

const eventId = (n: number) => `0a6f1c3e-0000-8000-8000-${String(n).padStart(12, '0')}`;

it('what was kept is read until the deadline: many may hold the id, and each takes its time to read', async () => {
  const Contents = Array.from({ length: 40 }, (_, n) => ({
    Key: `unrecognized/unknown-format/2026-05-06/${eventId(n)}.bin`,
    Size: 4_000_000,
    LastModified: new Date(n),
  }));
  let nowMs = 0;
  const { context, stack, named } = givenOps({
    outputs: { BucketName: 'bucket', LedgerTableName: 'ledger' },
    answers: {
      ListObjectsV2: () => ({ Contents }),
      GetObject: () => {
        nowMs += 50;
        return { Body: { transformToByteArray: async () => Buffer.from('id-1 is in it') } };
      },
      Query: () => ({}),
    },
  });
  const deadline = new Deadline(() => nowMs, 1_000);
  const found = await inKept(context, stack, 'id-1', deadline);
  const bodies = named('GetObject').length;
  expect(found.length).toBeGreaterThanOrEqual(16);
  expect(found).toContainEqual(expect.objectContaining({ eventId: eventId(30), state: 'kept', identity: null }));
  // Once for the id, and a few once more for what they are.
  expect(bodies).toBeLessThan(found.length + 10);
  expect(deadline.leftOut).toEqual(['the unrecognized callbacks']);
});
