import { readJsonTree } from '../../../../src/aws/events/pattern/json-tree';
import { compileInputTransformer } from '../../../../src/aws/events/rules/input-transformer';

const rule = { name: 'Orders', arn: 'arn:aws:events:us-east-1:0:rule/Orders' };
const json =
  '{"id":"e1","detail":{"instance-id":"i-1","state":"RUNNING","count":3.0,"list":["a","b"],"quoted":"say \\"hi\\""}}';
const publishedAt = new Date('2026-05-06T07:08:09.000Z');

function transform(InputTemplate: string, InputPathsMap: Record<string, string> = {}): string {
  return compileInputTransformer({ InputPathsMap, InputTemplate }, rule)(readJsonTree(json), publishedAt);
}

const paths = {
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  count: '$.detail.count',
  list: '$.detail.list',
  quoted: '$.detail.quoted',
  missing: '$.detail.missing',
};

test.each([
  ['a text', '"instance <instance> is in <state>"', '"instance i-1 is in RUNNING"'],
  ['a text with quotes', '"instance \\"<instance>\\" is <state>"', '"instance \\"i-1\\" is RUNNING"'],
  ['values of JSON, which get quotes where they are text', '{"i": <instance>, "n": <count>}', '{"i": "i-1", "n": 3.0}'],
  ['a list as a value', '{"l": <list>}', '{"l": ["a","b"]}'],
  ['a list in a text, without its quotes', '"all: <list>"', '"all: [a,b]"'],
  ['mixed with constants', '{"s": [9, <state>, true], "t": "Yes"}', '{"s": [9, "RUNNING", true], "t": "Yes"}'],
  ['a value that is missing, which is an empty text', '{"m": <missing>, "t": "<missing>!"}', '{"m": "", "t": "!"}'],
  ['a value with quotes as a value', '{"q": <quoted>}', '{"q": "say \\"hi\\""}'],
  ['what is not a variable, as it is', '"<b> <state>"', '"<b> RUNNING"'],
  [
    'the rule',
    '{"arn": <aws.events.rule-arn>, "n": "<aws.events.rule-name>"}',
    `{"arn": "${rule.arn}", "n": "Orders"}`,
  ],
  ['the time', '<aws.events.event.ingestion-time>', '"2026-05-06T07:08:09.000Z"'],
  ['the event without its detail', '{"e": <aws.events.event>}', '{"e": {"id":"e1"}}'],
])('%s', (_, template, expected) => {
  expect(transform(template, paths)).toBe(expected);
});

test('the whole event is as it came, to the digit', () => {
  expect(JSON.parse(transform('{"e": <aws.events.event.json>}'))).toEqual({ e: JSON.parse(json) });
  expect(transform('<aws.events.event.json>')).toContain('"count":3.0');
});

test('a quote in a value is not escaped in a text: EventBridge does not either', () => {
  expect(() => JSON.parse(transform('"<quoted>"', paths))).toThrow(SyntaxError);
});

test('refuses what EventBridge refuses', () => {
  expect(() => compileInputTransformer({ InputPathsMap: {} }, rule)).toThrow(
    'its InputTransformer has no InputTemplate',
  );
  expect(() => transform('"x"', { 'aws.events.x': '$.id' })).toThrow('the variable <aws.events.x> begins with "aws."');
  expect(() => transform('"x"', { x: 'detail' })).toThrow('the path "detail" does not begin with $');
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`v${index}`, '$.id']));
  expect(() => transform('"x"', many)).toThrow('its InputPathsMap has more than 100 variables');
});
