import { certificateOf } from '../../src/gateway/custom-domain';

const customDomain = { name: 'callbacks.example.com', mutualTls: true };

test.each([
  ['none', { ownEndpoint: true }],
  ['none', { ownEndpoint: false, customDomain: { ...customDomain, mutualTls: false } }],
  ['optional', { ownEndpoint: true, customDomain }],
  ['required', { ownEndpoint: false, customDomain }],
])('a certificate is %s with %j', (expected, api) => {
  expect(certificateOf(api)).toBe(expected);
});
