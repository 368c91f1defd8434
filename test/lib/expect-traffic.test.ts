import { configMistakes } from '../../lib/config';
import { readExpectTraffic, silenceMinutes } from '../../lib/expect-traffic';
import { readSettings } from '../../lib/read-settings';

const mistakesOf = (expectTraffic: unknown) => configMistakes(readSettings({ expectTraffic }, {}).props);

test('is written with commas between on the command line, or as an object in a file', () => {
  const expected = { receipts: '1h', mo: '24h' };
  expect(readExpectTraffic('receipts=1h,mo=24h')).toEqual(expected);
  expect(readExpectTraffic(' receipts = 1h , mo = 24h ')).toEqual(expected);
  expect(readExpectTraffic('{"receipts":"1h","mo":"24h"}')).toEqual(expected);
  expect(readExpectTraffic(expected)).toEqual(expected);
});

test.each(['receipts=5m', 'receipts=60m', 'mo=1h,mms=168h', 'mmsReceipts=2h', 'platform=12h,rbm=30m'])(
  '%s is right',
  (text) => {
    expect(mistakesOf(text)).toEqual([]);
  },
);

test.each([
  [
    'receipts',
    /expectTraffic is "receipts": write families and how long each may be silent, as in "receipts=1h,mo=24h"/,
  ],
  ['sms=1h', /sms is not a family: choose from mo, receipts, .*platform, rbm/],
  ['receipts=1d', /write 5m to 60m, or 1h to 168h, as in "receipts=1h"/],
  ['receipts=4m', /write 5m to 60m/],
  ['receipts=61m', /write 5m to 60m/],
  ['receipts=0h', /write 5m to 60m/],
  ['mo=1h,receipts=169h', /as in "receipts=1h"/],
  ['{"receipts":1}', /write 5m to 60m/],
  [['receipts=1h'], /write families/],
])('%j is refused in a sentence', (text, sentence) => {
  expect(mistakesOf(text)).toEqual([expect.stringMatching(sentence)]);
});

test('hours are minutes', () => {
  expect(silenceMinutes('45m')).toBe(45);
  expect(silenceMinutes('24h')).toBe(1440);
});
