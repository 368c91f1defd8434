import { sniffFormat } from '../../../lambda/reader/sniff-format';

const sniff = (body: string | Uint8Array, contentType?: string) =>
  sniffFormat({ body: Buffer.from(body), headers: contentType === undefined ? {} : { 'content-type': [contentType] } });

describe('sniffFormat', () => {
  it.each([
    ['xml', '<a/>'],
    ['xml', '\uFEFF\r\n <a/>'],
    ['xml', Buffer.from('\uFEFF<a/>', 'utf16le')],
    ['xml', Buffer.from('<a/>', 'utf16le').swap16()],
    ['json', '{}'],
    ['json', '\uFEFF [1]'],
    ['multipart', '--B\r\n\r\n'],
    ['unknown', 'hello'],
    ['unknown', ' \r\n'],
    ['unknown', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['empty', ''],
  ] as const)('takes for %s what begins so, without a Content-Type: %j', (format, body) => {
    expect(sniff(body)).toBe(format);
  });

  it.each([
    ['xml', '<a/>', 'application/json'],
    ['json', '{}', 'text/xml'],
    ['json', '{}', 'application/x-www-form-urlencoded'],
    ['xml', '<a/>', 'multipart/related; boundary=B'],
  ] as const)('takes for %s what is, whatever its Content-Type: %j as %s', (format, body, contentType) => {
    expect(sniff(body, contentType)).toBe(format);
  });

  it.each([
    ['multipart', 'preamble', 'Multipart/Related; boundary=B'],
    ['xml', 'hello', 'text/xml'],
    ['xml', 'hello', 'application/soap+xml; charset=utf-8'],
    ['json', 'hello', 'text/json'],
    ['unknown', 'hello', 'text/plain'],
  ] as const)(
    'goes by the Content-Type for %s that is broken from the start: %j as %s',
    (format, body, contentType) => {
      expect(sniff(body, contentType)).toBe(format);
    },
  );
});
