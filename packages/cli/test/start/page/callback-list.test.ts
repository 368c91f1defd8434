import type { CallbackSummary } from '../../../src/start/inbox/inbox-shapes';
import { nothingShown, takeChange } from '../../../src/start/page/callback-list';

const one = (id: number, note = ''): CallbackSummary => ({
  ...{ id, at: '2026-01-02T03:04:05.678Z', family: 'MO Message', outcome: 'waiting', note, status: 200 },
  ...{ route: '/sms/mo', requestId: `r${id}`, vibesId: null, text: '', isEarlier: false, targets: [] },
});
const change = (callbacks: readonly CallbackSummary[], gone: readonly number[] = []) => ({ callbacks, gone, total: 9 });

it('new ones come in front, known ones stay where they are', () => {
  const shown = takeChange({ callbacks: [one(2), one(1)], total: 2 }, change([one(4), one(3), one(1, 'new')]));
  expect(shown.callbacks.map(({ id, note }) => [id, note])).toEqual([
    [4, ''],
    [3, ''],
    [2, ''],
    [1, 'new'],
  ]);
  expect(shown.total).toBe(9);
});

it('one that comes into the filter later comes to its place', () => {
  const shown = takeChange({ callbacks: [one(5), one(1)], total: 2 }, change([one(3)]));
  expect(shown.callbacks.map(({ id }) => id)).toEqual([5, 3, 1]);
});

it('those that are gone are gone', () => {
  expect(takeChange({ callbacks: [one(2), one(1)], total: 2 }, change([], [2])).callbacks).toEqual([one(1)]);
});

it('begins with nothing', () => {
  expect(takeChange(nothingShown, change([one(1)])).callbacks).toEqual([one(1)]);
});
