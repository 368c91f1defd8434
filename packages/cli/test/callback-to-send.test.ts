import { type Callback, callbackToSend, type SendOptions } from '../src/callback-to-send';

const sent = (callback: string | Callback, options?: SendOptions) => {
  const { base64, ...rest } = callbackToSend(callback, options);
  return { ...rest, body: Buffer.from(base64, 'base64').toString() };
};
const idOf = ({ body }: { readonly body: string }) => /messageId="([^"]*)"/.exec(body)?.[1];

test('a sample goes where Vibes sends it, with its headers and the proof of its route', () => {
  expect(sent('mo-message-keyword')).toMatchObject({
    method: 'POST',
    path: '/sms/mo',
    headers: [['content-type', 'text/xml; charset=utf-8']],
    authenticate: true,
  });
});

test('a sample is a new callback each time, unless it gets an id', () => {
  expect(idOf(sent('mo-message-keyword'))).not.toBe(idOf(sent('mo-message-keyword')));
  expect(idOf(sent('mo-message-keyword.xml', { id: 'one' }))).toBe('one');
});

test('an MO message gets another text', () => {
  expect(sent('mo-message-keyword', { text: 'ORDER & more' }).body).toContain('<message>ORDER &amp; more</message>');
});

test('a callback of your own stays as it is', () => {
  const body = '<moMessage messageId="mine"><message>HI</message></moMessage>';
  expect(sent({ path: '/sms/mo', body })).toMatchObject({ method: 'POST', path: '/sms/mo', headers: [], body });
  expect(sent({ path: '/sms/mo', body: new TextEncoder().encode(body) }).body).toBe(body);
  expect(idOf(sent({ path: '/sms/mo', body }, { id: 'other' }))).toBe('other');
});

test.each([
  ['nothing', {}, /^There is no sample "nothing"\. Samples: .*\bmo-message-keyword\b/],
  ['mo-message-keyword', { id: '"/>' }, /^The id must have/],
  ['platform-device-added', { text: 'x' }, /^Only an MO message has a text/],
] as const)('%s with %j is refused', (sample, options, sentence) => {
  expect(() => callbackToSend(sample, options)).toThrow(sentence);
});
