import { hasNationalNumber } from '../../../../lambda/reader/platform/national-number';

it.each([
  ['{"person":{"mobile_phone":{"mdn":"3125550100"}}}', true],
  ['{"person":{"mobile_phone":{"mdn" : "447700900100"}}}', true],
  ['{"person":{"mobile_phone":{"mdn":"+13125550100"}}}', false],
  ['{"person":{"mobile_phone":{"mdn":null},"id":"3125550100"}}', false],
  ['{"person":{"mobile_phone":{"mdn":""}}}', false],
])('%s has a number without country code: %s', (json, expected) => {
  expect(hasNationalNumber(json)).toBe(expected);
});
