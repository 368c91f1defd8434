import { sampleNames } from '../../../src/commands/send/sample-request';
import { readyMadeRequest, readyMadeSends } from '../../../src/start/page/ready-made-sends';

const sample = (name: string) => ({
  ...{ name, family: 'MO Message', method: 'POST', path: '/sms/mo', headers: [['a', 'b'] as const] },
  base64: 'eA==',
});
const requestOf = (wanted: string) => {
  const one = readyMadeSends.find(({ name }) => name === wanted);
  return one && readyMadeRequest(one, [sample(one.sample)], 7);
};

it('each is a sample that exists, under a name of its own', () => {
  const files = sampleNames('').map((file) => file.replace(/\.\w+$/, ''));
  expect(readyMadeSends.filter(({ sample: name }) => !files.includes(name))).toEqual([]);
  expect(new Set(readyMadeSends.map(({ name }) => name)).size).toBe(readyMadeSends.length);
});

it('is sent once, with a new id and what its route asks for', () => {
  expect(requestOf('Text message')).toEqual({
    ...{ method: 'POST', path: '/sms/mo', headers: [['a', 'b']], base64: 'eA==' },
    ...{ copies: 1, authenticate: true, newId: true },
  });
});

it('with a wrong password has that one alone; junk has no id, and is another each time', () => {
  const wrong = requestOf('Wrong password');
  expect([wrong?.authenticate, wrong?.headers.at(-1)]).toEqual([false, ['authorization', 'Basic dmliZXM6d3Jvbmc=']]);
  const junk = requestOf('Junk');
  expect([junk?.newId, Buffer.from(junk?.base64 ?? '', 'base64').toString()]).toEqual([
    false,
    'This is not a callback (7).',
  ]);
});

it('of a sample that is not there is not offered', () => {
  const [first] = readyMadeSends;
  expect(first && readyMadeRequest(first, [])).toBeUndefined();
});
