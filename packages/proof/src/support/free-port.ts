import { freeEndpoint } from '@vibes-callbacks/local-cloud';

/** A loopback port that was free a moment ago: for a server that must come back at the same one. */
export async function freePort(): Promise<number> {
  return Number(new URL(await freeEndpoint()).port);
}
