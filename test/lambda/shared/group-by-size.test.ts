import fc from 'fast-check';
import { groupBySize } from '../../../lambda/shared/group-by-size';

const self = (size: number) => size;

describe('groupBySize', () => {
  it('keeps what fits together, up to the limit itself', () => {
    expect(groupBySize([4, 6, 2, 8], self, 10, 8)).toEqual([
      [4, 6],
      [2, 8],
    ]);
  });

  it('gives a large item a group of its own', () => {
    expect(groupBySize([1, 9, 1], self, 10, 8)).toEqual([[1], [9], [1]]);
    expect(groupBySize([9, 0, 0], self, 10, 8)).toEqual([[9], [0, 0]]);
    expect(groupBySize([1, 11, 1], self, 10)).toEqual([[1], [11], [1]]);
  });

  it('makes no group of nothing', () => {
    expect(groupBySize([], self, 10, 8)).toEqual([]);
  });

  it('keeps every item in order, and no group of several with a large one or over the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (sizes) => {
        const groups = groupBySize(sizes, self, 10, 8);
        expect(groups.flat()).toEqual(sizes);
        for (const group of groups) {
          const isWithin = group.reduce((sum, size) => sum + size, 0) <= 10 && Math.max(...group) <= 8;
          expect(group.length === 1 || isWithin).toBe(true);
        }
      }),
    );
  });
});
