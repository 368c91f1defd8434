import { messageReader } from '../../../src/start/page/message-reader';

function read(...pieces: readonly string[]): readonly (readonly [string, string])[] {
  const messages: (readonly [string, string])[] = [];
  const take = messageReader((name, data) => messages.push([name, data]));
  for (const piece of pieces) take(piece);
  return messages;
}

const list = 'event: list\ndata: {"a": "b:c"}\n\n';

test('a message is its event and its data', () => {
  expect(read(list)).toEqual([['list', '{"a": "b:c"}']]);
});

test('a message without a name is called as browsers call it', () => {
  expect(read('data: 1\n\n')).toEqual([['message', '1']]);
});

test('messages are the same wherever the text is cut', () => {
  const text = `${list}: alive\n\nevent: status\ndata: {}\n\n`;
  for (let at = 0; at <= text.length; at += 1) {
    expect(read(text.slice(0, at), text.slice(at))).toEqual([
      ['list', '{"a": "b:c"}'],
      ['status', '{}'],
    ]);
  }
  expect(read(...text)).toHaveLength(2);
});

test('a comment, and a message that has not ended, are none', () => {
  expect(read(': alive\n\n', 'event: list\ndata: {}\n')).toEqual([]);
});
