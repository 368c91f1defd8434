import { plainItem } from '../../../src/start/inbox/plain-item';

it('an item of DynamoDB is shown as plain JSON, with every digit', () => {
  const item = {
    text: { S: 'x' },
    count: { N: '12' },
    long: { N: '12345678901234567890' },
    price: { N: '1.10' },
    yes: { BOOL: false },
    none: { NULL: true },
    bytes: { B: 'eA==' },
    words: { SS: ['a', 'b'] },
    counts: { NS: ['1', '12345678901234567890'] },
    list: { L: [{ S: 'a' }, { N: '2' }, { L: [] }] },
    map: { M: { a: { M: { b: { NULL: true } } } } },
  };
  expect(plainItem(item)).toEqual({
    ...{ text: 'x', count: 12, long: '12345678901234567890', price: '1.10', yes: false, none: null, bytes: 'eA==' },
    ...{ words: ['a', 'b'], counts: [1, '12345678901234567890'], list: ['a', 2, []], map: { a: { b: null } } },
  });
});
