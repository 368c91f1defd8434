import { clockText, readMoment, spanText } from '../../src/frame/times';

const nowMs = Date.parse('2026-05-06T07:00:00Z');

it.each([
  ['90s', '2026-05-06T06:58:30Z'],
  ['10m', '2026-05-06T06:50:00Z'],
  ['2h', '2026-05-06T05:00:00Z'],
  ['3d', '2026-05-03T07:00:00Z'],
  ['2026-05-06T01:02:03Z', '2026-05-06T01:02:03Z'],
])('%s is %s', (text, expected) => {
  expect(readMoment(text, nowMs)).toBe(Date.parse(expected));
});

it.each(['', '10', 'm', '10 m', 'yesterday', '2026-99-99', '-5m'])('%p is not a moment', (text) => {
  expect(() => readMoment(text, nowMs)).toThrow('10m, 2h, 3d');
});

it.each([
  [45, '45 s'],
  [600, '10 min'],
  [10_800, '3 h'],
  [259_200, '3 d'],
])('%d seconds are %s', (seconds, expected) => {
  expect(spanText(seconds)).toBe(expected);
});

it.each([
  ['2026-05-06T07:25:59Z', '07:25 (UTC)'],
  ['2026-05-06T18:59:00Z', '18:59 (UTC)'],
  ['2026-05-05T20:00:00Z', '20:00 (UTC)'],
  ['2026-05-06T19:00:00Z', '2026-05-06 19:00 (UTC)'],
  ['2026-05-20T07:00:00Z', '2026-05-20 07:00 (UTC)'],
])('%s is %s on the clock', (iso, expected) => {
  expect(clockText(Date.parse(iso), nowMs)).toBe(expected);
});
