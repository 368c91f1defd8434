import { nextRow, rowHeight, rowWindow, scrollTo } from '../../../src/start/page/row-window';

describe('the rows in view', () => {
  it('are few, however many there are', () => {
    const { from, to } = rowWindow(5000 * rowHeight, 10 * rowHeight, 10_000);
    expect([from, to]).toEqual([4992, 5018]);
  });

  it.each([
    [0, 600, 0, [0, 0]],
    [0, 600, 3, [0, 3]],
    [-50, 600, 3, [0, 3]],
    [1_000_000, 600, 3, [0, 3]],
  ])('at %d of %d px and %d rows are %j', (top, height, count, expected) => {
    const { from, to } = rowWindow(top, height, count);
    expect([from, to]).toEqual(expected);
  });
});

describe('a key', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowUp', 0, 0],
    ['PageDown', 0, 9],
    ['PageUp', 50, 41],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['ArrowDown', 99, 99],
  ])('%s leads from row %d to %d', (key, from, to) => {
    expect(nextRow(key, from, 100, 10 * rowHeight)).toBe(to);
  });

  it.each(['Enter', 'a', 'constructor'])('%s leads nowhere', (key) => {
    expect(nextRow(key, 0, 100, 600)).toBeUndefined();
  });

  it('leads nowhere in an empty list', () => {
    expect(nextRow('ArrowDown', 0, 0, 600)).toBeUndefined();
  });
});

it.each([
  [0, 120, 600, 0],
  [20, 0, 600, 660],
  [5, 0, 600, 0],
])('row %d is in view from %d of %d px at %d', (index, top, height, expected) => {
  expect(scrollTo(index, top, height)).toBe(expected);
});
