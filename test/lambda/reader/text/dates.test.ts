import fc from 'fast-check';
import { toIsoDate } from '../../../../lambda/reader/text/dates';
import { readableDates, unreadableDates } from '../../../../packages/proof/src/vibes/date-text';
import { anyCharacter } from '../../../../packages/proof/src/vibes/texts';

describe('toIsoDate', () => {
  it.each([
    ['2024-05-06 07:08:09 Z', '2024-05-06T07:08:09.000Z'],
    ['2024-05-06 07:08:09-0600', '2024-05-06T13:08:09.000Z'],
    ['2024-05-06 07:08:09 -0500', '2024-05-06T12:08:09.000Z'],
    ['2024-05-06T07:08:09.123-05:00', '2024-05-06T12:08:09.123Z'],
    ['2024-05-06T07:08:09+05:30', '2024-05-06T01:38:09.000Z'],
    ['2024-05-06T07:08:09-05', '2024-05-06T12:08:09.000Z'],
    ['2017-01-14T14:30Z', '2017-01-14T14:30:00.000Z'],
    ['2024-05-06 07:08 -0500', '2024-05-06T12:08:00.000Z'],
    ['2024-05-06t07:08:09z', '2024-05-06T07:08:09.000Z'],
    ['2024-05-06 07:08:09 UTC', '2024-05-06T07:08:09.000Z'],
    [' 2024-05-06T07:08:09Z\n', '2024-05-06T07:08:09.000Z'],
    ['2024-05-06T07:08:09.1Z', '2024-05-06T07:08:09.100Z'],
    ['2024-05-06T07:08:09,12Z', '2024-05-06T07:08:09.120Z'],
    ['2024-05-06T07:08:09.123456Z', '2024-05-06T07:08:09.123456Z'],
    ['2024-05-06T07:08:09.123000Z', '2024-05-06T07:08:09.123Z'],
    ['2024-12-31T23:59:59-01:00', '2025-01-01T00:59:59.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(toIsoDate(text)).toBe(iso);
  });

  it('reads every form of every instant', () => {
    fc.assert(fc.property(readableDates, ({ text, iso }) => expect(toIsoDate(text)).toBe(iso)));
  });

  it('reads nothing into what is not a date, or has no offset', () => {
    fc.assert(fc.property(unreadableDates, ({ text }) => expect(toIsoDate(text)).toBeNull()));
  });

  it.each([
    '9999-12-31T23:59:59-01:00',
    '0000-01-01T00:00:00+01:00',
    '2024-00-10T00:00:00Z',
    '2024-05-06T07:08.5Z',
    '\u00a02024-05-06T07:08:09Z',
    '2024-05-06T07:08:09.1234567890Z',
  ])('reads nothing into %s, which has no place in four-digit years or nine digits of a second', (text) => {
    expect(toIsoDate(text)).toBeNull();
  });

  it('takes any text, of any length', () => {
    fc.assert(fc.property(fc.string({ unit: anyCharacter }), (text) => toIsoDate(text) === null));
    expect(toIsoDate(`2024-05-06${' '.repeat(100_000)}`)).toBeNull();
    expect(toIsoDate(`2024-05-06T07:08:09${' '.repeat(100_000)}x`)).toBeNull();
  });
});
