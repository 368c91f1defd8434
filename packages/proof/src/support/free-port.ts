import { freeEndpoint } from '../../../local-cloud/src';

/** A loopback port that was free a moment ago: for a server that must come back at the same one. */
export async function freePort(): Promise<number> {
  return Number(new URL(await freeEndpoint()).port);
}
