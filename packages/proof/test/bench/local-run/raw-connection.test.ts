import { headerOf, rawRequest, readAnswer } from '../../../src/bench/local-run/raw-connection';

const answer = (text: string) => readAnswer(Buffer.from(text, 'latin1'));

test('an answer is whole when its body has the length that its head tells', () => {
  const head = 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4';
  expect(answer(`${head}\r\n\r\nbody`)).toEqual({ status: 503, head, body: Buffer.from('body') });
});

test.each(['HTTP/1.1 200 OK\r\ncontent-length: 4\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbod'])(
  'an answer that is not whole yet is none: %j',
  (text) => expect(answer(text)).toBeUndefined(),
);

test('an answer without a length is refused: nobody knows where it ends', () =>
  expect(() => answer('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')).toThrow('without a content-length'));

test('a header is found in whatever case it came', () =>
  expect(headerOf('HTTP/1.1 200 OK\r\nx-amzn-RequestId: abc', 'x-amzn-requestid')).toBe('abc'));

test('a request tells the length of its body in bytes', () =>
  expect(rawRequest('POST', '/path', { 'x-name': 'value' }, Buffer.from('ü')).toString()).toBe(
    'POST /path HTTP/1.1\r\nx-name: value\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\n\r\nü',
  ));
