import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { maxParts, readMultipart } from '../../../../lambda/reader/mime/mime';
import {
  canStandIn,
  multipartContentType,
  multipartLayouts,
  plainLayout,
  renderMultipart,
  type WirePart,
} from '../../../../packages/proof/src/vibes/multipart';

const layout = plainLayout('B_1');
const contentType = multipartContentType(layout.boundary);
const bytes = (text: string) => Buffer.from(text, 'latin1');

/** Every byte value, all line ends, and what looks like delimiters. */
const media = Buffer.concat([
  Buffer.from([...Array(256).keys()]),
  bytes('\r\n\r\n--\r\n--x\r\n\n\r\r\n--B_1x\r\n --B_1\r\n\0'),
  createHash('sha512').update('media').digest(),
]);

async function readOne(headers: readonly string[], wire: Uint8Array | string) {
  const part: WirePart = { headers, bytes: typeof wire === 'string' ? bytes(wire) : wire };
  const parts = await readMultipart(contentType, renderMultipart([part], layout));
  expect(parts).toHaveLength(1);
  return parts[0];
}

const hex = (content: Uint8Array | undefined) => Buffer.from(content ?? []).toString('hex');

describe('readMultipart', () => {
  it('gives the bytes of every part back, however the body is laid out', async () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(multipartLayouts, contents, async (layout, contents) => {
        fc.pre(contents.every((content) => canStandIn(content, layout)));
        const parts = contents.map((content) => ({ headers: ['Content-Type: image/jpeg'], bytes: content }));
        const read = await readMultipart(multipartContentType(layout.boundary), renderMultipart(parts, layout));
        expect(read.map((part) => hex(part.bytes))).toEqual(contents.map(hex));
      }),
    );
  });

  it.each(['7bit', '8bit', '8BIT', 'binary', ''])(
    'leaves the bytes of transfer encoding %j alone',
    async (encoding) => {
      const part = await readOne([`Content-Transfer-Encoding: ${encoding}`], media);
      expect(hex(part?.bytes)).toBe(hex(media));
      expect(part?.transferEncoding).toBeUndefined();
    },
  );

  it.each([76, 37, 1])('decodes base64 in lines of %d', async (length) => {
    const wire = media.toString('base64').replace(new RegExp(`.{1,${length}}`, 'g'), '$&\r\n');
    expect(hex((await readOne(['content-transfer-encoding:BASE64'], wire))?.bytes)).toBe(hex(media));
  });

  it('decodes base64 without padding', async () => {
    const wire = media.toString('base64').replace(/=+$/, '');
    expect(hex((await readOne(['Content-Transfer-Encoding: base64'], wire))?.bytes)).toBe(hex(media));
  });

  it('keeps as it is, and says so, what a decoder of base64 would leave a part of out', async () => {
    for (const wire of ['QUJD\r\nREV', 'QUI=QUI=', 'QUI=\r\n--\r\nSent from my phone', 'QUJDR', 'QUJD====', 'Q']) {
      const part = await readOne(['Content-Transfer-Encoding: base64'], wire);
      const isWhole = wire === 'QUJD\r\nREV';
      expect([wire, part?.transferEncoding]).toEqual([wire, isWhole ? undefined : 'base64']);
      expect(hex(part?.bytes)).toBe(hex(bytes(isWhole ? 'ABCDE' : wire)));
    }
  });

  it('decodes quoted-printable to bytes, not to text', async () => {
    const part = await readOne(
      ['Content-Type: text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding: quoted-printable'],
      'Gr=FC=DFe =3D soft=\r\n line\r\nend',
    );
    expect(hex(part?.bytes)).toBe(hex(bytes('Gr\xfc\xdfe = soft line\r\nend')));
  });

  it.each(['base64', 'x-none'])('keeps content as it is that is not in its transfer encoding %s', async (encoding) => {
    const part = await readOne([`Content-Transfer-Encoding: ${encoding}`], media);
    expect(hex(part?.bytes)).toBe(hex(media));
    expect(part?.transferEncoding).toBe(encoding);
  });

  it.each(['utf-16', 'iso-8859-1', 'no-such-charset'])('does not touch a text in %s', async (charset) => {
    const part = await readOne([`Content-Type: text/plain; charset=${charset}`], media);
    expect(hex(part?.bytes)).toBe(hex(media));
    expect(part?.charset).toBe(charset);
  });

  it('keeps a message/rfc822 whole', async () => {
    const wire = 'Subject: x\r\n\r\nhi\r\n';
    expect(hex((await readOne(['Content-Type: message/rfc822'], wire))?.bytes)).toBe(hex(bytes(wire)));
  });

  it('reads header names in any case, folded lines and UTF-8', async () => {
    const part = await readOne(['CONTENT-type: image/gif;', '\tname="x.gif"', 'X-Note: grüße'], 'x');
    expect(part?.headers).toEqual([
      { name: 'content-type', value: 'image/gif;\tname="x.gif"' },
      { name: 'x-note', value: 'grüße' },
    ]);
  });

  it.each([
    ['Content-Disposition: attachment; filename="a b.jpg"', 'a b.jpg'],
    ["Content-Disposition: attachment; filename*=utf-8''%e2%82%ac.jpg", '€.jpg'],
    ['Content-Type: image/jpeg; name=a.jpg', 'a.jpg'],
    ['Content-Type: image/jpeg; name="../../etc/passwd"', '../../etc/passwd'],
    // Its charset can write half of a surrogate pair, which no UTF-8 can hold.
    ["Content-Disposition: attachment; filename*=utf-16be''%D8%3D%00a", '\ufffda'],
  ])('takes the file name from %s', async (header, filename) => {
    expect((await readOne([header], 'x'))?.filename).toBe(filename);
  });

  it('reads a part without headers, and one without anything', async () => {
    const body = bytes('--B_1\r\n\r\nhello\r\n--B_1\r\n\r\n\r\n--B_1\r\nContent-Type: image/gif\r\n--B_1--');
    const parts = await readMultipart(contentType, body);
    expect(parts.map((part) => Buffer.from(part.bytes).toString())).toEqual(['hello', '', '']);
  });

  it.each(['\r\n', '\n'])(
    'takes headers that end in a delimiter for those of an empty part, with line ends %j',
    async (end) => {
      const lines = [
        '--B_1',
        '',
        'soap',
        '--B_1',
        'Content-Type: image/png',
        'Content-ID: <a>',
        '--B_1',
        'Content-Type: image/gif',
        '',
        'x',
        '--B_1',
        'Content-Type: image/jpeg',
        '--B_1--',
      ];
      const parts = await readMultipart(contentType, bytes(lines.join(end)));
      expect(parts.map(({ path, headers, bytes }) => [path, headers[0]?.value, Buffer.from(bytes).toString()])).toEqual(
        [
          ['1', undefined, 'soap'],
          ['2', 'image/png', ''],
          ['3', 'image/gif', 'x'],
          ['4', 'image/jpeg', ''],
        ],
      );
    },
  );

  it('takes two delimiters, one after the other, for one', async () => {
    const parts = await readMultipart(contentType, bytes('--B_1\r\n--B_1\r\n\r\na\r\n--B_1--'));
    expect(parts.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([['1', 'a']]);
  });

  it('takes delimiters with white space behind them', async () => {
    const body = Buffer.concat([bytes('--B_1 \t\r\n\r\n'), media, bytes('\r\n--B_1-- \r\n')]);
    expect(hex((await readMultipart(contentType, body))[0]?.bytes)).toBe(hex(media));
  });

  it('ignores what comes after the end', async () => {
    const body = bytes('--B_1\r\n\r\na\r\n--B_1--\r\n--B_1\r\n\r\nghost\r\n--B_1--');
    expect(await readMultipart(contentType, body)).toHaveLength(1);
  });

  describe('with a multipart inside', () => {
    const nested = (inner: string) =>
      bytes(
        `--B_1\r\n\r\nfirst\r\n--B_1\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n${inner}\r\n--B_1\r\n\r\nlast\r\n--B_1--`,
      );
    const read = async (inner: string) =>
      (await readMultipart(contentType, nested(inner))).map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]);

    it('flattens it and says where each part stood', async () => {
      expect(await read('--in\r\n\r\na\r\n--in\r\n\r\nb\r\n--in--')).toEqual([
        ['1', 'first'],
        ['2.1', 'a'],
        ['2.2', 'b'],
        ['3', 'last'],
      ]);
    });

    it('ends it where the outer one goes on', async () => {
      expect(await read('--in\r\n\r\na')).toEqual([
        ['1', 'first'],
        ['2.1', 'a'],
        ['3', 'last'],
      ]);
    });

    it('refuses one in which no part is found, rather than to hide its content', async () => {
      await expect(read('no delimiter')).rejects.toMatchObject({ reason: 'mime-malformed' });
    });
  });

  describe('without a boundary that fits', () => {
    const body = renderMultipart([{ headers: [], bytes: media }], layout);

    it.each([
      '',
      'text/xml',
      'multipart/related',
      'multipart/related; boundary=""',
      'multipart/related; boundary=other',
      'multipart/related; boundary=B_1\r\nX-Injected: yes',
      'multipart/related; boundary=B\u00e9',
    ])('takes the one of the first line where the Content-Type is %j', async (contentType) => {
      expect(hex((await readMultipart(contentType, body))[0]?.bytes)).toBe(hex(media));
    });

    it.each(['', '--', 'no delimiter at all', '-- \r\nx', '--B_1--'])('refuses %j', async (text) => {
      await expect(readMultipart('multipart/related', bytes(text))).rejects.toMatchObject({ reason: 'mime-malformed' });
    });
  });

  it('takes as many parts as it says, and refuses more', async () => {
    const parts = (count: number) => Array.from({ length: count }, () => ({ headers: [], bytes: bytes('x') }));
    expect(await readMultipart(contentType, renderMultipart(parts(maxParts), layout))).toHaveLength(maxParts);
    const tooMany = readMultipart(contentType, renderMultipart(parts(maxParts + 1), layout));
    await expect(tooMany).rejects.toMatchObject({ reason: 'mime-malformed' });
  });

  it.each([
    ['10,000 parts', renderMultipart(Array(10_000).fill({ headers: ['A: b'], bytes: bytes('x') }), layout)],
    ['a header of 4 MB', renderMultipart([{ headers: [`X: ${'a'.repeat(4_000_000)}`], bytes: media }], layout)],
    ['300,000 headers', renderMultipart([{ headers: Array(300_000).fill('X: a'), bytes: media }], layout)],
    [
      '5,000 levels',
      bytes(
        [...Array(5000).keys()].map((n) => `--b${n}\r\nContent-Type: multipart/x; boundary=b${n + 1}\r\n\r\n`).join(''),
      ),
    ],
  ])('refuses %s', async (_, body) => {
    await expect(readMultipart('multipart/related', body)).rejects.toMatchObject({ reason: 'mime-malformed' });
  });

  it.each([
    ['line feeds', '\n'],
    ['beginnings of a delimiter', '--B_\n'],
    ['delimiters with a letter more', '--B_1x\n'],
  ])('reads 4 MB of %s', async (_, line) => {
    const content = bytes(line.repeat(4_000_000 / line.length));
    expect((await readOne(['Content-Type: image/jpeg'], content))?.bytes.byteLength).toBe(content.length);
  });

  it('throws nothing but its reason, whatever the body', async () => {
    const lines = fc.constantFrom(
      '--B_1',
      '--B_1--',
      '--in',
      'Content-Type: multipart/mixed; boundary=in',
      '',
      'x: y',
      '=',
      '\0',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(lines, { maxLength: 30 }),
        fc.constantFrom('\r\n', '\n', '\r'),
        async (lines, lineEnd) => {
          try {
            await readMultipart(contentType, bytes(lines.join(lineEnd)));
          } catch (error) {
            expect(error).toMatchObject({ name: 'UnrecognizedError', reason: 'mime-malformed' });
          }
        },
      ),
    );
  });
});
