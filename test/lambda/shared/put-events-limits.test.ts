import type { CallbackEntry } from '../../../lambda/reader/event';
import { entryBytes, splitEntries } from '../../../lambda/shared/put-events-limits';

/** An event whose entry counts this many bytes. */
function eventOf(bytes: number): CallbackEntry {
  const fixed = 14 + 'vibes.callbacks'.length + 'MO Message'.length;
  return { id: 'id', detailType: 'MO Message', detail: 'x'.repeat(bytes - fixed), time: '2026-05-06T07:08:09Z' };
}

const lengths = (events: readonly CallbackEntry[]) => splitEntries(events).map((call) => call.length);

it('counts an entry as the bus does: time, source, detail type and detail, in UTF-8', () => {
  const entry = { detailType: 'MO Message', detail: '"é😀"' };
  expect(entryBytes(entry)).toBe(14 + 15 + 10 + 8);
  expect(entryBytes({ ...entry, source: 'shop', resources: ['arn'] })).toBe(14 + 4 + 10 + 8 + 3);
});

it('puts ten events in one call and the eleventh in another', () => {
  expect(lengths(Array.from({ length: 11 }, () => eventOf(100)))).toEqual([10, 1]);
});

it('keeps a call under a megabyte', () => {
  expect(lengths([eventOf(500_000), eventOf(499_999)])).toEqual([2]);
  expect(lengths([eventOf(500_000), eventOf(500_000)])).toEqual([1, 1]);
});

it('sends an event over the limit alone', () => {
  expect(lengths([eventOf(100), eventOf(2_000_000), eventOf(100)])).toEqual([1, 1, 1]);
});

it('makes no call of nothing', () => {
  expect(splitEntries([])).toEqual([]);
});
