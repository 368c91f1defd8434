import { families } from '../../../../lambda/reader/families';

const known = new Set(['/', ...Object.values(families).flatMap(({ url }) => (url === null ? [] : [`/${url.route}`]))]);

/** Some short path segments, as in a registered URL. */
const plain = /^(?:\/[A-Za-z][A-Za-z0-9_.-]{0,31}){1,6}\/?$/;

/** The path if it is one of ours or made of plain names, otherwise the gateway's pattern: a path may contain a number or a text. */
export function knownRoute(path: string): string {
  const digits = path.replace(/\D/g, '').length;
  return known.has(path) || (plain.test(path) && digits < 4) ? path : '/{proxy+}';
}
