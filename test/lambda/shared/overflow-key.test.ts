import { isGeneratedKey, overflowKey, sentAgainKey } from '../../../lambda/shared/overflow-key';

const receivedAt = '2026-01-02T03:04:05.678Z';
const eventId = '5d0c6b6e-0000-8000-8000-00000000a001';

test('says when the callback came, and never the same twice', () => {
  const keys = Array.from({ length: 100 }, () => overflowKey(receivedAt));
  expect(new Set(keys).size).toBe(100);
  for (const key of keys) expect(key).toMatch(/^overflow\/2026-01-02\/03\.04\.05\.678-[0-9a-f-]{36}\.json$/);
});

test('of what is sent again names the event, and never the same twice', () => {
  expect(sentAgainKey(eventId)).toMatch(new RegExp(`^overflow/again/${eventId}-[0-9a-f-]{36}\\.json$`));
  expect(sentAgainKey(eventId)).not.toBe(sentAgainKey(eventId));
});

test.each([
  [overflowKey(receivedAt), true],
  [sentAgainKey(eventId), true],
  // Of version 0.1.0, whose caller could choose the name.
  ['overflow/2026-01-02/c6af9ac6-7b61-11e6-9a41-93e8deadbeef.json', false],
  ['overflow/2026-01-02/03-04-05-678-c6af9ac6-7b61-11e6-9a41-93e8deadbeef.json', false],
  [`overflow/again/${eventId}.json`, false],
])('%s is a generated key: %s', (key, expected) => expect(isGeneratedKey(key)).toBe(expected));
