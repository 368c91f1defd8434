import { vibesOrigins } from '../../lib/vibes-origins';

const brief = [
  '35.155.139.143/32',
  '52.32.61.199/32',
  '35.161.244.84/32',
  '18.205.120.48/32',
  '52.22.43.57/32',
  '18.232.9.131/32',
  '54.245.204.57/32',
  '54.148.156.236/32',
];

test('the US list is the eight addresses of Callback Services', () => {
  expect(vibesOrigins('US')).toEqual(brief);
});

test('the EU list shares no address with the US list', () => {
  expect(vibesOrigins('EU')).toHaveLength(6);
  expect(vibesOrigins('EU').filter((origin) => brief.includes(origin))).toEqual([]);
});

test('both is one list after the other', () => {
  expect(vibesOrigins('both')).toEqual([...vibesOrigins('US'), ...vibesOrigins('EU')]);
});

test('the addresses that Vibes gave up in 2019 are in no list', () => {
  expect(vibesOrigins('both')).not.toContain('64.37.255.141/32');
  expect(vibesOrigins('both')).not.toContain('216.14.164.50/32');
});
