import fc from 'fast-check';
import { isBase64 } from '../../../../lambda/reader/mime/base64';

const is = (text: string) => isBase64(Buffer.from(text, 'latin1'));

describe('isBase64', () => {
  it('is true of whatever an encoder has written, padded or not, in lines of any length', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.integer({ min: 1, max: 80 }),
        fc.boolean(),
        (content, width, padded) => {
          const encoded = Buffer.from(content).toString('base64');
          const written = padded ? encoded : encoded.replace(/=+$/, '');
          expect(is(written.replace(new RegExp(`.{1,${width}}`, 'g'), '$&\r\n'))).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['a quantum of one letter', 'QUJDQ'],
    ['a padded quantum of one letter', 'Q==='],
    ['padding that is too short', 'QQ='],
    ['padding that is too long', 'QUI=='],
    ['padding alone', '='],
    ['a text after the padding', 'QUI=\r\nhello'],
    ['more base64 after the padding', 'QUI=QUI='],
    ['a letter of another alphabet', 'QU_D'],
    ['a no-break space', 'QUJD\u00a0'],
  ])('is false of %s', (_what, text) => {
    expect(is(text)).toBe(false);
  });

  it('is true of nothing', () => {
    expect(is('')).toBe(true);
  });
});
