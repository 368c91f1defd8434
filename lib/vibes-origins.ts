export const vibesRegions = ['US', 'EU', 'both'] as const;

/** Which of Vibes' two platforms calls. Only the address list depends on it. */
export type VibesRegion = (typeof vibesRegions)[number];

/** Vibes, Callback Services: six addresses for all callbacks, then the pair that sends MMS callbacks. */
const us = [
  '35.155.139.143',
  '52.32.61.199',
  '35.161.244.84',
  '18.205.120.48',
  '52.22.43.57',
  '18.232.9.131',
  '54.245.204.57',
  '54.148.156.236',
];

/** Vibes' aggregation documentation, callbacks of the EU platform. */
const eu = ['34.243.232.57', '52.48.241.82', '34.249.188.130', '54.247.36.51', '34.253.250.65', '54.217.181.160'];

/** The addresses that callbacks come from, as CIDR blocks of one address each. */
export function vibesOrigins(region: VibesRegion): readonly string[] {
  const addresses = region === 'US' ? us : region === 'EU' ? eu : [...us, ...eu];
  return addresses.map((address) => `${address}/32`);
}
