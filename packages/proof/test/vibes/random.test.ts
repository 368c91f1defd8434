import fc from 'fast-check';
import { createRandom } from '../../src/vibes/random';

describe('createRandom', () => {
  it('gives the same from the same seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [a, b] = [createRandom(seed), createRandom(seed)];
        expect([a.uuid(), a.int(0, 1e9), a.hex(9)]).toEqual([b.uuid(), b.int(0, 1e9), b.hex(9)]);
      }),
    );
  });

  it('gives other ids from another seed', () => {
    const ids = Array.from({ length: 1_000 }, (_, seed) => createRandom(seed).uuid());
    expect(new Set(ids).size).toBe(1_000);
  });

  it('makes UUIDs of version 4', () => {
    expect(createRandom(7).uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('picks by weight, never what weighs nothing', () => {
    const random = createRandom(7);
    const picks = Array.from({ length: 1_000 }, () => random.weighted({ often: 9, seldom: 1, never: 0 }));
    expect(picks).not.toContain('never');
    expect(picks.filter((pick) => pick === 'often').length).toBeGreaterThan(800);
    expect(picks).toContain('seldom');
  });

  it('refuses to pick from nothing', () => {
    expect(() => createRandom(7).weighted({ a: 0 })).toThrow(RangeError);
  });
});
