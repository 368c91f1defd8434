import { isRecord } from '../../../lambda/shared/json';

test.each([{}, { a: 1 }, JSON.parse('{"__proto__":1}')])('%p is one', (value) => expect(isRecord(value)).toBe(true));

test.each([null, undefined, [], [{}], 'text', 1])('%p is not a record', (value) => expect(isRecord(value)).toBe(false));
