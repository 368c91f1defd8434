import type { CloudOperator } from '../../src/conformance/operator';
import { putEvents } from '../../src/conformance/outcomes-on-the-bus';

test('events are put on the bus, ten at a time, until it has taken each, by whatever address it has then', async () => {
  const put: string[][] = [];
  let opened = 0;
  const operator = async () => {
    opened += 1;
    const isDown = opened === 1;
    return {
      put: async (entries: readonly { Detail?: string }[]) => {
        if (isDown) throw new Error('connect ECONNREFUSED');
        put.push(entries.map(({ Detail = '' }) => Detail));
        return put.length === 1 ? entries.slice(0, 1) : [];
      },
    } as Partial<CloudOperator> as CloudOperator;
  };
  await putEvents(
    Array.from({ length: 12 }, (_, index) => ({ Detail: String(index) })),
    { operator },
  );
  expect(put.map((all) => all.length)).toEqual([10, 1, 2]);
  expect(put[1]).toEqual(['0']);
  expect(opened).toBe(4);
});
