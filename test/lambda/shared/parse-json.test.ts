import { parseJson } from '../../../lambda/shared/json';

test('JSON is read', () => expect(parseJson('{"a":[1,null]}')).toEqual({ a: [1, null] }));

test.each(['', '{', 'undefined', "{'a':1}"])('%p is not JSON', (text) => expect(parseJson(text)).toBeUndefined());
