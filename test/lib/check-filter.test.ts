import { Match } from 'aws-cdk-lib/aws-events';
import { eventTypes } from '../../lambda/reader/families';
import { filterMistakes, subscribedTypes } from '../../lib/check-filter';

test.each<[string, unknown]>([
  ['a value', { data: { destination: { address: ['12345'] } } }],
  ['an operator', { data: { text: [{ 'anything-but': { prefix: 'STOP' } }] } }],
  ["the CDK's own way to write one", { data: { text: Match.prefix('ORDER'), source: { carrier: Match.exists() } } }],
  ['metadata', { metadata: { proof: ['basic:current'], query: { origin: ['website'] } } }],
  ['one of two', { data: { $or: [{ text: ['A'] }, { source: { address: ['+1'] } }] } }],
  ['a part of XML, as deep as it goes', { data: { longMessageInfo: { element: { content: { anything: ['1'] } } } } }],
  ['nothing', {}],
])('a filter by %s is fine', (_, filter) => {
  expect(filterMistakes(filter, ['MO Message'])).toEqual([]);
});

test('of what may be any JSON nothing is said', () => {
  expect(filterMistakes({ data: { payload: { a: { b: ['c'] } } } }, ['Platform Event'])).toEqual([]);
});

test('a field that one of the types has is fine', () => {
  const types = ['MO Message', 'MMS Message'] as const;
  expect(filterMistakes({ data: { attachments: { contentType: ['image/png'] } } }, types)).toEqual([]);
});

test.each<[unknown, string]>([
  [
    { data: { destination: { adress: ['12345'] } } },
    '"data.destination.adress" is not a field of MO Message: did you mean "address"?',
  ],
  [{ dta: { text: ['A'] } }, '"dta" is not a field of MO Message: did you mean "data"?'],
  [{ text: ['A'] }, '"text" is not a field of MO Message: there is metadata, data'],
  [{ data: { destination: ['12345'] } }, '"data.destination" has fields of its own: filter by one of address, type'],
  [
    { data: { text: { prefix: 'A' } } },
    '"data.text" is a value: write a list of what it may be, like [{ "prefix": "…" }]',
  ],
  [{ data: { text: 'A' } }, '"data.text" needs a list of what it may be: ["…"]'],
  [{ data: { text: [] } }, '"data.text" has an empty list, which matches nothing: leave it out, or write a value'],
  [{ data: { text: [{ prefx: 'A' }] } }, '"prefx" of "data.text" is not a comparison: did you mean "prefix"?'],
  [{ data: { $or: { text: ['A'] } } }, '"$or" needs a list of objects'],
  [{ data: { $or: [{ txt: ['A'] }, {}] } }, '"data.txt" is not a field of MO Message: did you mean "text"?'],
])('%j is a mistake', (filter, sentence) => {
  expect(filterMistakes(filter, ['MO Message'])).toEqual([sentence]);
});

test('all mistakes are reported at once, for all types', () => {
  const filter = { data: { txt: ['A'], source: { adress: ['B'] } } };
  expect(filterMistakes(filter, ['MO Message', 'RBM Event'])).toEqual([
    '"data.txt" is not a field of MO Message or RBM Event: did you mean "text"?',
    '"data.source.adress" is not a field of MO Message or RBM Event: did you mean "address"?',
  ]);
});

test('the types are those of the schemas', () => {
  expect(subscribedTypes).toContain('MO Message');
  expect(subscribedTypes).toEqual(eventTypes);
});
