import { base64OfBytes, bytesOfBase64 } from '../../../src/start/page/base64';
import { callbackOf, draftOf, draftOfCallback, withBody } from '../../../src/start/page/draft';

const sample = { method: 'POST', path: '/sms/mo', headers: [['content-type', 'text/xml']], base64: 'w6Q=' } as const;

describe('a draft', () => {
  it('is the sample again when nothing was edited', () => {
    expect(callbackOf(draftOf(sample))).toEqual(sample);
  });

  it('has the bytes of an edited text in UTF-8', () => {
    const { base64 } = callbackOf(withBody(draftOf(sample), 'Grüße 👋'));
    expect(Buffer.from(base64, 'base64').toString()).toBe('Grüße 👋');
  });

  it('has no text where the bytes are none, and keeps them', () => {
    const draft = draftOf({ ...sample, base64: Buffer.from([0xff, 0x00]).toString('base64') });
    expect(draft.body).toBeUndefined();
    expect(callbackOf(draft).base64).toBe('/wA=');
  });

  it('refuses a line that is not a header', () => {
    expect(() => callbackOf({ ...draftOf(sample), headers: 'content-type text/xml' })).toThrow('A header is a name');
  });

  it('takes a header with colons in its value, and no empty line', () => {
    const { headers } = callbackOf({ ...draftOf(sample), headers: '\nx-a: b:c\n\n' });
    expect(headers).toEqual([['x-a', 'b:c']]);
  });
});

it('a callback that came is sent again without what it was sent with', () => {
  const request = {
    ...{ method: 'POST', path: '/rbm', query: 'a=1', sourceIp: '192.0.2.1', body: null },
    headers: [
      ['Host', 'x'],
      ['Authorization', '(not shown)'],
      ['X-Vibes-EventClass', 'UserMessage'],
    ] as const,
  };
  expect(draftOfCallback(request, Buffer.from('{}'))).toMatchObject({
    ...{ path: '/rbm?a=1', headers: 'X-Vibes-EventClass: UserMessage', body: '{}' },
  });
});

it('bytes are the same after base64, megabytes too', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
  expect(bytesOfBase64(base64OfBytes(bytes))).toEqual(bytes);
});
