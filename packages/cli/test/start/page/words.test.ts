import { hexLines } from '../../../src/start/page/hex-lines';
import { piecesOf } from '../../../src/start/page/pieces';
import { readRoute } from '../../../src/start/page/route';
import { bytesInWords, clockTime, momentInWords } from '../../../src/start/page/words';

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [1536, '1.5 KiB'],
  [4 * 1024 * 1024, '4.0 MiB'],
])('%d bytes are shown as %s', (size, expected) => {
  expect(bytesInWords(size)).toBe(expected);
});

it('a moment of another day has its day', () => {
  const at = new Date(2026, 0, 2, 3, 4, 5);
  expect(momentInWords(at.toISOString(), new Date(2026, 0, 2, 23))).toBe('03:04:05.000');
  expect(momentInWords(at.toISOString(), new Date(2026, 0, 3, 1))).toBe('2026-01-02 03:04');
});

it('a time has its milliseconds', () => {
  expect(clockTime('2026-01-02T03:04:05.006Z')).toMatch(/^\d\d:\d\d:05\.006$/);
});

it('a hex dump has sixteen bytes a line, and what is ASCII of them', () => {
  expect(hexLines(Buffer.from('<moMessage id="1">\u0000'))).toBe(
    [
      '000000  3c 6d 6f 4d 65 73 73 61 67 65 20 69 64 3d 22 31  <moMessage id="1',
      `000010  22 3e 00${' '.repeat(39)}  ">.`,
    ].join('\n'),
  );
});

describe('the pieces of a text', () => {
  it('are the text, and end after a line where they can', () => {
    const text = `${'x'.repeat(19_500)}\n${'y'.repeat(30_000)}`;
    const pieces = piecesOf(text);
    expect(pieces.join('')).toBe(text);
    expect(pieces[0]).toHaveLength(19_501);
  });

  it('cut no character in two', () => {
    const pieces = piecesOf(`x${'😀'.repeat(30_000)}`);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  });

  it('of no text are none', () => {
    expect(piecesOf('')).toEqual([]);
  });
});

it.each([
  ['', { view: 'callbacks', id: undefined }],
  ['#/', { view: 'callbacks', id: undefined }],
  ['#/callback/12', { view: 'callbacks', id: 12 }],
  ['#/callback/-3', { view: 'callbacks', id: -3 }],
  ['#/callback/x', { view: 'callbacks', id: undefined }],
  ['#/send', { view: 'send', sample: undefined, id: undefined }],
  ['#/send/12', { view: 'send', sample: undefined, id: 12 }],
  ['#/send/mo-message-keyword', { view: 'send', sample: 'mo-message-keyword', id: undefined }],
  ['#/faults', { view: 'faults' }],
])('%s leads to %j', (hash, expected) => {
  expect(readRoute(hash)).toEqual(expected);
});
