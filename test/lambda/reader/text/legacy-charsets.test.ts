import { decodeText } from '../../../../lambda/reader/text/charset';
import standard from '../../../support/encoding-standard.json';

const indexes: Readonly<Record<string, string>> = standard.indexes;
const none = '\ufffd';

/** Bytes, and what they are by the standard; null where they must be refused. */
type Case = readonly [bytes: readonly number[], text: string | null];

/** Every pointer of an index: its bytes by the standard's decoder, and the character there. */
function casesOf(name: string, bytesOf: (pointer: number) => readonly number[] | null): Case[] {
  return [...(indexes[name] ?? '')].flatMap((character, pointer): Case[] => {
    const bytes = bytesOf(pointer);
    return bytes === null ? [] : [[bytes, character === none ? null : character]];
  });
}

/** What came out otherwise than the standard has it. */
async function differing(label: string, cases: readonly Case[]) {
  const wrong: unknown[] = [];
  for (const [bytes, text] of cases) {
    const read = await decodeText(Uint8Array.from(bytes), { contentTypeCharset: label }).catch(() => null);
    if (read !== text) wrong.push({ bytes: Buffer.from(bytes).toString('hex'), text, read });
  }
  return wrong.slice(0, 10);
}

const rows =
  (first: number, width: number, trail: (offset: number) => number, last = 0xfe) =>
  (pointer: number) => {
    const lead = first + Math.floor(pointer / width);
    return lead > last ? null : [lead, trail(pointer % width)];
  };
const kuten = (pointer: number) => rows(0xa1, 94, (offset) => offset + 0xa1)(pointer);
const shiftJis = (pointer: number) => {
  const lead = Math.floor(pointer / 188);
  const trail = pointer % 188;
  return [lead + (lead < 0x1f ? 0x81 : 0xc1), trail + (trail < 0x3f ? 0x40 : 0x41)];
};
/** Four pointers of Big5 are two characters each (its decoder says so). */
const big5Pairs = new Map([
  [1133, 'Ê̄'],
  [1135, 'Ê̌'],
  [1164, 'ê̄'],
  [1166, 'ê̌'],
]);
const fourBytes = (pointer: number) => [
  0x81 + Math.floor(pointer / 12_600),
  0x30 + (Math.floor(pointer / 1_260) % 10),
  0x81 + (Math.floor(pointer / 10) % 126),
  0x30 + (pointer % 10),
];

/** The character of a four-byte pointer ("index gb18030 ranges code point"). */
function rangesCharacter(pointer: number): string | null {
  if ((pointer > 39_419 && pointer < 189_000) || pointer > 1_237_575) return null;
  if (pointer === 7457) return '\ue7c7';
  const [offset = 0, codePoint = 0] = standard.gb18030Ranges.filter(([start = 0]) => start <= pointer).at(-1) ?? [];
  return String.fromCodePoint(codePoint + pointer - offset);
}

const gb18030TwoBytes = casesOf(
  'gb18030',
  rows(0x81, 190, (offset) => offset + (offset < 0x3f ? 0x40 : 0x41)),
);

/** A charset with more than one byte a character, and all that its indexes say. */
const multiByte: Readonly<Record<string, () => Case[]>> = {
  big5: () =>
    casesOf(
      'big5',
      rows(0x81, 157, (offset) => offset + (offset < 0x3f ? 0x40 : 0x62)),
    ).map(([bytes, text], pointer): Case => [bytes, big5Pairs.get(pointer) ?? text]),
  'euc-kr': () =>
    casesOf(
      'euc-kr',
      rows(0x81, 190, (offset) => offset + 0x41),
    ),
  'euc-jp': () => [
    ...casesOf('jis0208', kuten),
    ...casesOf('jis0212', (pointer) => [0x8f, ...(kuten(pointer) ?? [])]),
    ...Array.from({ length: 63 }, (_, n): Case => [[0x8e, 0xa1 + n], String.fromCharCode(0xff61 + n)]),
  ],
  shift_jis: () => [
    ...casesOf('jis0208', (pointer) => (pointer >= 8836 && pointer <= 10_715 ? null : shiftJis(pointer))),
    // Characters of users' own, which the standard maps to the private use area.
    ...Array.from({ length: 1880 }, (_, n): Case => [shiftJis(8836 + n), String.fromCharCode(0xe000 + n)]),
    ...Array.from({ length: 63 }, (_, n): Case => [[0xa1 + n], String.fromCharCode(0xff61 + n)]),
  ],
  'iso-2022-jp': () =>
    casesOf('jis0208', (pointer) => {
      const bytes = kuten(pointer)?.map((byte) => byte - 0x80);
      return bytes ? [0x1b, 0x24, 0x42, ...bytes, 0x1b, 0x28, 0x42] : null;
    }),
  gbk: () => gb18030TwoBytes,
  gb18030: () => [
    ...gb18030TwoBytes,
    ...Array.from({ length: 39_420 }, (_, pointer): Case => [fourBytes(pointer), rangesCharacter(pointer)]),
    ...[39_420, 188_999, 189_000, 200_001, 1_237_575, 1_237_576].map(
      (pointer): Case => [fourBytes(pointer), rangesCharacter(pointer)],
    ),
  ],
};

const singleByte = Object.keys(indexes).filter((name) => indexes[name]?.length === 128);

describe('the characters of the Encoding standard', () => {
  it.each(singleByte)('%s has every one of its index, and no other', async (name) => {
    const upper = casesOf(name, (pointer) => [0x80 + pointer]);
    const ascii = Array.from({ length: 128 }, (_, byte): Case => [[byte], String.fromCharCode(byte)]);
    expect(upper).toHaveLength(128);
    expect(await differing(name, [...ascii, ...upper])).toEqual([]);
  });

  it.each(Object.keys(multiByte))('%s has every one of its indexes, and no other', async (name) => {
    const cases = multiByte[name]?.() ?? [];
    expect(cases.length).toBeGreaterThan(8_000);
    expect(await differing(name, cases)).toEqual([]);
  });

  it('none is left out: every index is one of those above', () => {
    const tested = new Set([...singleByte, 'big5', 'euc-kr', 'gb18030', 'jis0208', 'jis0212', 'iso-2022-jp-katakana']);
    expect(Object.keys(indexes).filter((name) => !tested.has(name))).toEqual([]);
  });

  it.each(Object.entries(standard.labels as Record<string, string[]>))(
    '%s is found by each of its labels',
    async (name, labels) => {
      // Decoders of nothing but U+FFFD, for charsets that can hide markup: what calls itself so is kept.
      const isRefused = name === 'replacement';
      const read = await Promise.all(
        labels.map((label) => decodeText(Buffer.from('ab'), { contentTypeCharset: label }).catch(() => null)),
      );
      const expected = { 'UTF-16BE': '\u6162', 'UTF-16LE': '\u6261' }[name] ?? 'ab';
      expect(read).toEqual(labels.map(() => (isRefused ? null : expected)));
    },
  );

  it('a character of two bytes that is cut is refused', async () => {
    for (const label of ['big5', 'euc-kr', 'euc-jp', 'shift_jis', 'gbk', 'gb18030']) {
      const text = decodeText(Buffer.from([0x41, 0xb0]), { contentTypeCharset: label });
      // In Shift_JIS the byte is a character of its own.
      if (label === 'shift_jis') expect(await text).toBe('Aｰ');
      else await expect(text).rejects.toThrow('charset-invalid');
    }
  });
});
