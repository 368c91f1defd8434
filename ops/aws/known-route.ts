import { families } from '../../lambda/reader/families';

const known = new Set(['/', ...Object.values(families).flatMap(({ url }) => (url === null ? [] : [`/${url.route}`]))]);

/** The path where it is one of ours, else the gateway's pattern: a path may hold what a person typed. */
export function knownRoute(path: string): string {
  return known.has(path) ? path : '/{proxy+}';
}
