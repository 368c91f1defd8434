import { freeEndpoint } from '@vibes-callbacks/local-cloud';

/** A loopback port that was free a moment ago, for a server that must come back on the same port. */
export async function freePort(): Promise<number> {
  return Number(new URL(await freeEndpoint()).port);
}
