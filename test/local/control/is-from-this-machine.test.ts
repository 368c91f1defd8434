import { isFromThisMachine } from '../../../local/control/is-from-this-machine';

describe('a call of the local cloud', () => {
  it.each([['127.0.0.1:8787'], ['localhost:8787'], ['127.0.0.1']])('is from this machine with the host %s', (host) => {
    expect(isFromThisMachine({ headers: { host } })).toBe(true);
  });

  it('is with a page of its own', () => {
    expect(isFromThisMachine({ headers: { host: '127.0.0.1:8787', origin: 'http://127.0.0.1:8787' } })).toBe(true);
  });

  it.each([
    ['a page of another port', { host: '127.0.0.1:8787', origin: 'http://127.0.0.1:3000' }],
    ['a page of a name that was made to point here', { host: 'example.com:8787', origin: 'http://example.com:8787' }],
    ['a page in a browser', { host: '127.0.0.1:8787', origin: 'https://example.com' }],
    ['a name that was made to point here', { host: 'example.com:8787' }],
    ['no host', {}],
  ])('is not with %s', (_, headers) => {
    expect(isFromThisMachine({ headers })).toBe(false);
  });
});
