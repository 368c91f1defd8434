import { newEntry } from '../../../src/start/inbox/inbox-entry';
import { KeptPayloads } from '../../../src/start/inbox/kept-payloads';
import { at } from './inbox-fixtures';

const entryOf = (id: number) => Object.assign(newEntry(id, `r${id}`, at), { body: Buffer.alloc(10), event: '12345' });

it('forgets the payloads of the oldest first, and nothing else of them', () => {
  const payloads = new KeptPayloads(35);
  const [first, second, third] = [entryOf(1), entryOf(2), entryOf(3)];
  for (const entry of [first, second]) payloads.keep(entry);
  expect(first.body).toHaveLength(10);
  payloads.keep(third);
  expect([first.body, first.event, first.requestId]).toEqual([undefined, undefined, 'r1']);
  expect(second.body).toHaveLength(10);
});

it('keeps the newest whatever its size, and counts a payload once', () => {
  const payloads = new KeptPayloads(5);
  const entry = entryOf(1);
  payloads.keep(entry);
  payloads.keep(entry);
  expect(entry.body).toHaveLength(10);
});

it('counts lines as well, so that a chatty function costs no memory without end', () => {
  const payloads = new KeptPayloads(35);
  const [first, second] = [entryOf(1), entryOf(2)];
  payloads.keep(first);
  second.log.push({ at, line: 'x'.repeat(30) });
  payloads.keep(second);
  expect([first.isForgotten, second.isForgotten, second.log.length]).toEqual([true, false, 1]);
});

it('counts no more what is not listed any more', () => {
  const payloads = new KeptPayloads(30);
  const [first, second, third] = [entryOf(1), entryOf(2), entryOf(3)];
  for (const entry of [first, second]) payloads.keep(entry);
  payloads.forget(first);
  payloads.keep(third);
  expect(second.body).toHaveLength(10);
});
