import fc from 'fast-check';
import { groupBySize, takeWave } from '../../../lambda/consumer/waves';

const self = (size: number) => size;

describe('groupBySize', () => {
  it('keeps what fits together, up to the limit itself', () => {
    expect(groupBySize([4, 6, 1, 9], self, 10)).toEqual([
      [4, 6],
      [1, 9],
    ]);
  });

  it('gives an item over the limit a group of its own', () => {
    expect(groupBySize([1, 11, 1], self, 10)).toEqual([[1], [11], [1]]);
  });

  it('makes no group of nothing', () => {
    expect(groupBySize([], self, 10)).toEqual([]);
  });

  it('keeps every item in order, and no group of several over the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (sizes) => {
        const groups = groupBySize(sizes, self, 10);
        expect(groups.flat()).toEqual(sizes);
        for (const group of groups) {
          expect(group.length === 1 || group.reduce((sum, size) => sum + size, 0) <= 10).toBe(true);
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
