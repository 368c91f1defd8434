import type { LocalResource } from '../../src/template/deployment';
import {
  asRecord,
  asRecords,
  asTexts,
  numberOf,
  optionalText,
  refuse,
  refuseUnknown,
  textOf,
} from '../../src/template/properties';

const resource = (properties: Readonly<Record<string, unknown>>): LocalResource => ({
  logicalId: 'Queue',
  type: 'AWS::SQS::Queue',
  ref: 'q',
  properties,
});

describe('a property that is not known', () => {
  it('is refused by its name and that of its resource', () => {
    expect(() => refuseUnknown(resource({}), { Known: 1, Tags: [], Odd: 1, Other: 1 }, ['Known'], ['Tags'])).toThrow(
      'The local cloud does not support Odd, Other of AWS::SQS::Queue "Queue".',
    );
  });

  it('is not there if all are supported or harmless', () => {
    expect(() => refuseUnknown(resource({}), { Known: 1, Tags: [] }, ['Known'], ['Tags'])).not.toThrow();
    expect(() => refuseUnknown(resource({}), {}, [])).not.toThrow();
    expect(() => refuseUnknown(resource({}), { Tags: [] }, ['Known'])).toThrow('Tags');
  });

  it('may be one that says more', () => {
    expect(() => refuse(resource({}), 'the runtime x')).toThrow(
      'The local cloud does not support the runtime x of AWS::SQS::Queue "Queue".',
    );
  });
});

describe('a text', () => {
  it.each<[value: unknown, text: string | undefined]>([
    ['a', 'a'],
    ['', ''],
    [0, '0'],
    [false, 'false'],
    [null, undefined],
    [{}, undefined],
    [undefined, undefined],
  ])('of %j is %j', (value, text) => expect(optionalText(value)).toBe(text));

  it('that is missing is refused where it must be there', () => {
    expect(textOf(resource({ Name: 7 }), 'Name')).toBe('7');
    expect(() => textOf(resource({}), 'Name')).toThrow('does not support a missing Name of AWS::SQS::Queue "Queue"');
  });
});

test.each<[value: unknown, number: number]>([
  [7, 7],
  ['7', 7],
  [0, 0],
  ['seven', 30],
  [Number.POSITIVE_INFINITY, 30],
  [undefined, 30],
  [null, 30],
  [true, 30],
])('the number of %j is %d, 30 if it is not a number', (value, number) => expect(numberOf(value, 30)).toBe(number));

test('one text or a list of them is a list; what is not text is left out', () => {
  expect([asTexts('a'), asTexts(['a', 1, 'b']), asTexts(undefined)]).toEqual([['a'], ['a', 'b'], []]);
});

test('what is not an object is an empty one; of a list, the objects count', () => {
  expect([asRecord({ a: 1 }), asRecord([1]), asRecord(null), asRecord('x')]).toEqual([{ a: 1 }, {}, {}, {}]);
  expect([asRecords([{ a: 1 }, 2, null, []]), asRecords({ a: 1 })]).toEqual([[{ a: 1 }], []]);
});
