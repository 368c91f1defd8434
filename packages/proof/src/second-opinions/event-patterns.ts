import fc from 'fast-check';
import { weighted } from '../vibes/texts';

/** An event and a pattern that speak of the same few fields and values, so that many of them meet. */
export interface PatternPair {
  readonly pattern: string;
  readonly event: string;
}

const names = fc.constantFrom('a', 'a', 'a', 'b', 'b', 'a.b');
const texts = weighted<string>(
  [6, fc.constantFrom('', 'a', 'ab', 'abc', 'ABC', 'abcabc', 'b', 'a*c', 'x\\y', 'true', '1', 'null')],
  [2, fc.constantFrom(...'ßΣςΰⱥȺİǅ😀?é', 'SS', '"a', 'a"', 'a\nb')],
  [2, fc.stringMatching(/^[aAbBc]{0,6}$/)],
);
const addresses = fc.constantFrom(
  ...['10.0.0.1', '10.0.0.255', '10.0.1.0', '010.0.0.1', '300.0.0.1', '::1', '0:0:0:0:0:0:0:1'],
  ...['2001:db8::1', '2001:DB8::ff', '::ffff:a00:1', 'a00:1::', '1:2'],
);
const numbers = fc.constantFrom(
  ...['0', '-0', '1', '1.0', '1e0', '10', '1E1', '100', '0.1', '0.10', '1e-1', '-1', '-1.5', '3.018e2', '301.8'],
  ...['123456789012', '9007199254740993', '9007199254740992', '1e308', '1e-300'],
);
const words = fc.constantFrom('true', 'false', 'null');
const quoted = (text: fc.Arbitrary<string>) => text.map((value) => JSON.stringify(value));
const scalar = weighted([5, quoted(texts)], [3, numbers], [1, words], [2, quoted(addresses)]);

const objectOf = (value: fc.Arbitrary<string>, min: number, max = 3) =>
  fc
    .uniqueArray(fc.tuple(names, value), { minLength: min, maxLength: max, selector: ([name]) => name })
    .map((entries) => `{${entries.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`);
const listOf = (value: fc.Arbitrary<string>, min: number, max = 3) =>
  fc.array(value, { minLength: min, maxLength: max }).map((items) => `[${items.join(',')}]`);

const eventValue = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: scalar },
    { weight: 2, arbitrary: objectOf(tie('value'), 0) },
    { weight: 2, arbitrary: listOf(tie('value'), 0, 4) },
  ),
})).value;

const wildcards = fc
  .array(fc.constantFrom('a', 'b', 'c', '*', '\\*', '\\\\', 'abc', 'B', 'é', '😀'), { maxLength: 5 })
  .map((parts) => parts.join(''));
const operator = (name: string, value: fc.Arbitrary<string>) => value.map((text) => `{"${name}":${text}}`);
const oneOrMore = (text: fc.Arbitrary<string>) => fc.oneof(quoted(text), listOf(quoted(text), 1));
const blocks = fc.tuple(addresses, fc.constantFrom(8, 24, 31, 32, 64, 127, 128)).map(([ip, bits]) => `${ip}/${bits}`);
const rising = (low: string, high: string) => Number(low) < Number(high);
const numeric = fc.oneof(
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), numbers).map(([sign, to]) => `["${sign}",${to}]`),
  fc
    .tuple(fc.constantFrom('>', '>='), numbers, fc.constantFrom('<', '<='), numbers)
    .filter(([, from, , to]) => rising(from, to) || from === '10')
    .map(([low, from, high, to]) => `["${low}",${from},"${high}",${to}]`),
);

const comparison = fc.oneof(
  operator('prefix', quoted(texts)),
  operator('suffix', quoted(texts)),
  operator('equals-ignore-case', quoted(texts)),
  operator('prefix', operator('equals-ignore-case', quoted(texts))),
  operator('suffix', operator('equals-ignore-case', quoted(texts))),
  operator('wildcard', quoted(wildcards)),
  operator('anything-but', fc.oneof(oneOrMore(texts), numbers, listOf(numbers, 1), listOf(quoted(texts), 0))),
  ...['prefix', 'suffix', 'equals-ignore-case'].map((name) =>
    operator('anything-but', operator(name, oneOrMore(texts))),
  ),
  operator('anything-but', operator('wildcard', oneOrMore(wildcards.filter((text) => !/^\*|\*$/.test(text))))),
  operator('numeric', numeric),
  operator('numeric', numeric),
  operator('cidr', quoted(blocks)),
  operator('exists', fc.constantFrom('true', 'false')),
  operator('exists', fc.constantFrom('true', 'false')),
);

const fieldTests = listOf(weighted([3, scalar], [4, comparison]), 1, 3);
const patternObject = fc.letrec<{ object: string }>((tie) => ({
  object: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: objectOf(fieldTests, 1, 2) },
    { weight: 2, arbitrary: objectOf(fc.oneof(fieldTests, tie('object')), 1, 2) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(objectOf(fieldTests, 1, 1), listOf(tie('object'), 2, 3))
        .map(([object, branches]) => `${object.slice(0, -1)},"$or":${branches}}`),
    },
  ),
})).object;

/** Pairs of JSON texts: numbers are written in more than one way, and some patterns are ones that AWS refuses. */
export const patternPairs: fc.Arbitrary<PatternPair> = fc.record({
  pattern: patternObject,
  event: objectOf(eventValue, 2, 3),
});
