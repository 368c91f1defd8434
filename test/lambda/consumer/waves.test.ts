import fc from 'fast-check';
import { bySize, takeWave } from '../../../lambda/consumer/waves';

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
