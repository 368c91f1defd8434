import { fieldsOf } from '../../lib/filter-fields';

const text = { type: 'string' };

test('an object has members, and a value has none', () => {
  const fields = fieldsOf([
    { type: 'object', properties: { a: text, b: { type: 'object', properties: { c: text } } } },
  ]);
  expect([...fields.members.keys()]).toEqual(['a', 'b']);
  expect(fields.members.get('a')).toMatchObject({ isValue: true, isOpen: false });
  expect([...(fields.members.get('b')?.members.keys() ?? [])]).toEqual(['c']);
});

test('null, a list and alternatives leave what a filter may say', () => {
  const schema = { anyOf: [{ type: 'array', items: { type: 'object', properties: { a: text } } }, { type: 'null' }] };
  expect([...fieldsOf([schema]).members.keys()]).toEqual(['a']);
  expect(fieldsOf([schema]).isValue).toBe(false);
});

test('several schemas are taken together', () => {
  const [one, other] = ['a', 'b'].map((name) => ({ type: 'object', properties: { [name]: text } }));
  expect([...fieldsOf([one, other]).members.keys()]).toEqual(['a', 'b']);
});

test.each([
  ['members of any name', { type: 'object', additionalProperties: true }],
  ['members by a pattern', { type: 'object', patternProperties: { '^(.*)$': text } }],
  ['a reference', { $ref: 'Element' }],
  ['nothing that is known', {}],
])('%s may be anything', (_, schema) => {
  expect(fieldsOf([schema]).isOpen).toBe(true);
});
