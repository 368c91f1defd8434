import fc from 'fast-check';
import { anyCharacter } from '../../src/vibes/texts';

test('each code point can be generated, and half of a surrogate pair cannot', () => {
  for (const character of ['\0', 'a', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}']) {
    expect(anyCharacter.canShrinkWithoutContext(character)).toBe(true);
  }
  for (const text of ['\ud800', '\udfff', 'ab', '']) expect(anyCharacter.canShrinkWithoutContext(text)).toBe(false);
});

test('the texts that JavaScript stumbles over are among the strings of such characters', () => {
  const texts = fc.sample(fc.string({ unit: anyCharacter }), { numRuns: 3000, seed: 1 });
  expect(texts).toContain('__proto__');
  expect(texts.some((text) => /\p{Lu}/u.test(text))).toBe(true);
});
