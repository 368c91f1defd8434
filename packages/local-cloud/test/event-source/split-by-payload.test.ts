import type { Message } from '@aws-sdk/client-sqs';
import { splitByPayload } from '../../src/event-source/split-by-payload';

const mib = 1024 * 1024;
const messageOf = (body: string): Message => ({ MessageId: body.slice(0, 3), Body: body });
const lengths = (batch: readonly Message[]) => splitByPayload(batch).map(({ length }) => length);

it('leaves a batch of ordinary messages whole', () => {
  expect(lengths(Array.from({ length: 10 }, () => messageOf('{"version":1}')))).toEqual([10]);
});

it('hands over no more than 6 MB at a time, in order', () => {
  const batch = Array.from({ length: 10 }, (_, index) => messageOf(String(index).repeat(mib - 2048)));
  expect(lengths(batch)).toEqual([6, 4]);
  expect(splitByPayload(batch).flat()).toEqual(batch);
});

it('counts what JSON makes of a body', () => {
  const quotes = Array.from({ length: 10 }, () => messageOf('"'.repeat(mib / 2)));
  expect(lengths(quotes)).toEqual([5, 5]);
});

it('makes nothing of nothing', () => {
  expect(splitByPayload([])).toEqual([]);
});
