import { chunks } from '../../../lambda/shared/chunks';

test.each([
  [[], []],
  [[1], [[1]]],
  [
    [1, 2, 3, 4],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    [1, 2, 3],
    [[1, 2], [3]],
  ],
])('%j in twos is %j', (items, expected) => {
  expect(chunks<number>(items, 2)).toEqual(expected);
});
