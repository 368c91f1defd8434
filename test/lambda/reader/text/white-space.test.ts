import { isBlank, trimmed } from '../../../../lambda/reader/text/white-space';

const notXml = ['\u00a0', '\u3000', '\ufeff', '\u0085', '\u2028', '\u000b', '\u000c', '\u200b'];

describe('white space', () => {
  it('is what XML has for it', () => {
    expect(trimmed(' \t\r\n a b \n')).toBe('a b');
    expect(isBlank(' \t\r\n')).toBe(true);
    expect(isBlank('')).toBe(true);
    expect(trimmed('')).toBe('');
  });

  it.each(notXml)('is not %j', (character) => {
    expect(trimmed(` ${character}a${character} `)).toBe(`${character}a${character}`);
    expect(isBlank(character)).toBe(false);
  });
});
