import { isReplayName, replayPrefix } from '../../src/reads/replays';

describe('the name of a replay', () => {
  it('keeps replays of other times apart, however long the name of the rule is', () => {
    const rule = 'r'.repeat(64);
    const prefixes = [replayPrefix(rule, 1, 2), replayPrefix(rule, 1, 3), replayPrefix(`${rule.slice(1)}s`, 1, 2)];
    expect(new Set(prefixes).size).toBe(3);
    expect(Math.max(...prefixes.map(({ length }) => length))).toBeLessThanOrEqual(64 - Date.now().toString(36).length);
  });

  it.each([`${replayPrefix('Orders', 1, 2)}mhx0abcd`, 'vibes-Orders-1778000000000-1778003600000-mhx0abcd'])(
    'is known as one: %s',
    (name) => expect(isReplayName(name)).toBe(true),
  );

  it.each(['vibes-Orders', 'vibes-Orders-abcdef', '5d0c6b6e-0000-4000-8000-00000000a0ff'])(
    'is not taken for an id: %s',
    (text) => expect(isReplayName(text)).toBe(false),
  );
});
