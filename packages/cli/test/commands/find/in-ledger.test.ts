import { byIdentity } from '../../../src/commands/find/in-ledger';
import { Deadline, unhurried } from '../../../src/frame/deadline';
import { givenOps } from '../../support/ops-context';

/** The ledger has this part under this key. */
const given = (pk: string, part: string) =>
  givenOps({
    outputs: { LedgerTableName: 'ledger' },
    answers: {
      Query: ({ ExpressionAttributeValues }) => ({
        Items: JSON.stringify(ExpressionAttributeValues).includes(`"${pk}"`)
          ? [{ pk: { S: pk }, sk: { S: part }, state: { S: 'published' }, timesSeen: { N: '1' }, eventId: { S: 'e' } }]
          : [],
      }),
    },
  });

describe('a callback is found by its identity', () => {
  it.each([
    ['mo#5d0c', '-'],
    ['mms#a#b', 'c#d'],
  ])('%s, %s', async (pk, part) => {
    const { context, stack } = given(pk, part);
    expect(await byIdentity(context, stack, `${pk}#${part}`, unhurried())).toMatchObject([{ eventId: 'e' }]);
  });

  it('until the deadline: its id may have hundreds of places where the part could begin', async () => {
    const { context, stack, named } = given('mo#x', '-');
    const deadline = new Deadline(() => 2, 1);
    expect(await byIdentity(context, stack, `mo${'#'.repeat(500)}`, deadline)).toEqual([]);
    expect(named('Query').length).toBeLessThan(50);
    expect(deadline.leftOut).toEqual(['the ledger']);
  });
});
