import { freshId, withText } from '../../../src/commands/send/change-sample';
import { sampleNames, sampleRequest } from '../../../src/commands/send/sample-request';

const id = '0b6cdf5e-6f35-4a44-8f5b-1f6d2a4c9f00';

test.each(sampleNames(''))('%s can come under an id of its own, and is the same but for it', (name) => {
  const sample = sampleRequest(name);
  const before = sample.body.toString('latin1');
  const after = freshId(sample, id).body.toString('latin1');
  expect(after).toContain(id);
  const [start = '', end = ''] = after.split(id);
  expect(before.startsWith(start)).toBe(true);
  expect(before.endsWith(end)).toBe(true);
});

test('a text is a text, whatever it holds', () => {
  const { body } = withText(sampleRequest('mo-message-keyword.xml'), `</message><a> & "$1" ü`);
  expect(body.toString()).toContain('<message>&lt;/message&gt;&lt;a&gt; &amp; "$1" ü</message>');
});

test('what is not an MO message has no text to change', () => {
  expect(() => withText(sampleRequest('platform-device-added.json'), 'x')).toThrow('Only an MO message');
});
