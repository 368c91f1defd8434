import { isFromThisMachine } from '../../src/control/is-from-this-machine';

describe('a call of the local cloud', () => {
  it.each([['127.0.0.1:8787'], ['localhost:8787'], ['LocalHost:1'], ['127.0.0.1'], ['[::1]:8787'], ['[::1]']])(
    'is from this machine with the host %s',
    (host) => {
      expect(isFromThisMachine({ headers: { host } })).toBe(true);
    },
  );

  it('is with a page of its own', () => {
    expect(isFromThisMachine({ headers: { host: '127.0.0.1:8787', origin: 'http://127.0.0.1:8787' } })).toBe(true);
  });

  it('is, with a name of this machine', () => {
    const headers = { host: 'callbacks.example.com' };
    expect(isFromThisMachine({ headers }, ['callbacks.example.com'])).toBe(true);
    expect(isFromThisMachine({ headers: { ...headers, origin: 'https://evil.example' } }, [headers.host])).toBe(false);
  });

  it.each([
    ['a page of another port', { host: '127.0.0.1:8787', origin: 'http://127.0.0.1:3000' }],
    ['a page of a name that was made to point here', { host: 'example.com:8787', origin: 'http://example.com:8787' }],
    ['a page of no name', { host: '127.0.0.1:8787', origin: 'null' }],
    ['a name that begins with it', { host: '127.0.0.1.example.com' }],
    ['a page in a browser', { host: '127.0.0.1:8787', origin: 'https://example.com' }],
    ['a name that was made to point here', { host: 'example.com:8787' }],
    ['no host', {}],
  ])('is not with %s', (_, headers) => {
    expect(isFromThisMachine({ headers })).toBe(false);
  });
});
