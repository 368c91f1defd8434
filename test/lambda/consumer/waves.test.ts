import fc from 'fast-check';
import { bySize, groupBySize, takeWave } from '../../../lambda/consumer/waves';

const self = (size: number) => size;

describe('bySize', () => {
  it('puts the smallest first, and equals in their order', () => {
    const items = ['bb1', 'a', 'bb2', 'dddd', 'bb3'];
    expect(bySize(items, ({ length }) => length)).toEqual(['a', 'bb1', 'bb2', 'bb3', 'dddd']);
  });

  it('leaves the items as they were', () => {
    const items = [2, 1] as const;
    bySize(items, self);
    expect(items).toEqual([2, 1]);
  });
});

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

describe('takeWave', () => {
  it('takes the first of each key', () => {
    const items = ['a1', 'b1', 'a2', 'a3', 'c1'];
    expect(takeWave(items, (item) => item.charAt(0))).toEqual({ wave: ['a1', 'b1', 'c1'], later: ['a2', 'a3'] });
  });

  it('comes to an end with every item taken once, one of a key at a time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3)), (items) => {
        const waves: number[][] = [];
        let left: number[] = items;
        while (left.length > 0) {
          const { wave, later } = takeWave(left, String);
          expect(new Set(wave).size).toBe(wave.length);
          waves.push(wave);
          left = later;
        }
        expect(waves.flat().sort()).toEqual([...items].sort());
      }),
    );
  });
});
