import { hiddenMessages } from '../../../src/aws/sqs/hidden-messages';

function queueOf(deadlines: Readonly<Record<string, number>>) {
  const told: (readonly [handle: string, seconds: number])[] = [];
  const inflightMessages = new Map(
    Object.entries(deadlines).map(([handle, visibilityDeadline]) => [handle, { visibilityDeadline }]),
  );
  const changeVisibility = (handle: string, seconds: number) => void told.push([handle, seconds]);
  return { told, inflightMessages, queue: { inflightMessages, changeVisibility } };
}

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

it('a message that is left comes back after its share of the time that is left', () => {
  const { queue, told } = queueOf({ a: 1_090_000, b: 1_000_000 });
  hiddenMessages(queue, ['a', 'b']).comeBackSooner(1 / 60);
  expect(told).toEqual([
    ['a', 1.5],
    ['b', 0.001],
  ]);
});

it('one that was deleted, or whose time the function has set itself, is left alone', () => {
  const { queue, told, inflightMessages } = queueOf({ deleted: 1_090_000, delayed: 1_090_000 });
  const hidden = hiddenMessages(queue, ['deleted', 'delayed', 'never']);
  inflightMessages.delete('deleted');
  inflightMessages.set('delayed', { visibilityDeadline: 1_015_000 });
  hidden.comeBackSooner(1 / 60);
  expect(told).toEqual([]);
});

it('of a queue that is not there nothing comes back', () => {
  expect(() => hiddenMessages(undefined, ['a']).comeBackSooner(1)).not.toThrow();
});
