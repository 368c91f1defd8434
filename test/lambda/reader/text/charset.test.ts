import { charsetOf, decodeText } from '../../../../lambda/reader/text/charset';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const mark = '\uFEFF';

describe('decodeText of XML', () => {
  const declared = (encoding: string) => `<?xml version='1.0' encoding='${encoding}'?><a>é€</a>`;

  it.each([
    [
      'the Content-Type, whatever the declaration says',
      Buffer.from('<?xml encoding="utf-8"?><a>é</a>', 'latin1'),
      'iso-8859-1',
      '<?xml encoding="utf-8"?><a>é</a>',
    ],
    [
      'the declaration where the Content-Type says nothing',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1'),
      undefined,
      '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>',
    ],
    ['UTF-8 if nothing is declared', Buffer.from('<a>é€</a>'), undefined, '<a>é€</a>'],
    ['a declaration in single quotes', Buffer.from(declared('UTF-8')), undefined, declared('UTF-8')],
    ['UTF-8 that declares UTF-16, as MM7 does', Buffer.from(declared('utf-16')), undefined, declared('utf-16')],
    ['UTF-8 that declares UTF-16, with a Content-Type', Buffer.from(declared('utf-16')), 'utf-8', declared('utf-16')],
    ['UTF-8 whose Content-Type says UTF-16', Buffer.from(declared('utf-8')), 'utf-16', declared('utf-8')],
    [
      'UTF-16 little-endian that is not declared',
      Buffer.from(declared('utf-16'), 'utf16le'),
      undefined,
      declared('utf-16'),
    ],
    ['UTF-16 big-endian by the Content-Type', utf16be(declared('utf-16')), 'UTF-16', declared('utf-16')],
    ['UTF-16 big-endian whose Content-Type says little', utf16be(declared('utf-16')), 'utf-16le', declared('utf-16')],
    ['a UTF-8 mark, whatever the Content-Type says', Buffer.from(`${mark}<a>é</a>`), 'iso-8859-1', '<a>é</a>'],
    [
      'a UTF-16 little-endian mark, whatever the declaration says',
      Buffer.from(mark + declared('utf-8'), 'utf16le'),
      undefined,
      declared('utf-8'),
    ],
    [
      'a UTF-16 big-endian mark, whatever the Content-Type says',
      utf16be(mark + declared('utf-8')),
      'utf-8',
      declared('utf-8'),
    ],
    ['UTF-8 that calls itself ASCII, the default of text/xml once', Buffer.from('<a>é</a>'), 'US-ASCII', '<a>é</a>'],
    ['Shift_JIS', Buffer.from([0x3c, 0x61, 0x3e, 0x82, 0xa0, 0x3c, 0x2f, 0x61, 0x3e]), 'Shift_JIS', '<a>あ</a>'],
  ])('goes by %s', async (_what, bytes, contentTypeCharset, text) => {
    expect(await decodeText(bytes, { contentTypeCharset, xmlDeclaration: true })).toBe(text);
  });

  it.each([
    ['no encoding but that of the declaration', '<?xml version="1.0"?><a encoding="x-none"/>'],
    ['none in an element', '<a><?xml encoding="x-none"?></a>'],
    ['none in a comment', '<!-- <?xml version="1.0" encoding="x-none"?> --><a/>'],
  ])('sees %s', async (_what, text) => {
    expect(await decodeText(Buffer.from(text), { xmlDeclaration: true })).toBe(text);
  });

  it('refuses an unknown charset', async () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="x-none"?><a/>');
    await expect(decodeText(bytes, { xmlDeclaration: true })).rejects.toThrow('charset-unknown');
    await expect(decodeText(bytes, { xmlDeclaration: true, contentTypeCharset: 'utf-7' })).rejects.toThrow(
      'charset-unknown',
    );
  });

  it.each([
    ['cut', [0xc3]],
    ['overlong', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['Latin-1', [0x3c, 0xe9, 0x3e]],
  ])('refuses invalid UTF-8: %s', async (_what, bytes) => {
    await expect(decodeText(Uint8Array.from(bytes), { xmlDeclaration: true })).rejects.toThrow('charset-invalid');
  });

  it('refuses invalid UTF-16', async () => {
    await expect(decodeText(Buffer.from('feff003cd83d003e', 'hex'))).rejects.toThrow('charset-invalid');
  });
});

describe('decodeText of other texts', () => {
  it('takes the stated charset at its word, and no declaration', async () => {
    expect(await decodeText(utf16be('中文'), { contentTypeCharset: 'utf-16be' })).toBe('中文');
    expect(await decodeText(Buffer.from('<?xml version="1.0" encoding="x-none"?>'))).toBe(
      '<?xml version="1.0" encoding="x-none"?>',
    );
  });

  it('reads nothing as nothing', async () => {
    expect(await decodeText(new Uint8Array())).toBe('');
  });
});

describe('charsetOf', () => {
  it.each([
    ['text/xml', undefined],
    [undefined, undefined],
    ['text/xml; charset=utf-8', 'utf-8'],
    ['text/xml;charset="UTF-8"', 'UTF-8'],
    ["text/xml; charset='utf-8'", 'utf-8'],
    ['text/xml; version=1; CHARSET = iso-8859-1; x=y', 'iso-8859-1'],
    ['text/xml; charset=', undefined],
    ['text/xml; charset=""', undefined],
    ['text/xml; notcharset=utf-8', undefined],
  ])('of %s is %s', (contentType, charset) => {
    expect(charsetOf(contentType)).toBe(charset);
  });
});
