import { sha256Hex } from '../../shared/sha-256';

/** SHA-256 (hex) of a JSON value, whatever the order of its keys. Its depth is the caller's to bound. */
export function contentDigest(value: unknown): string {
  return sha256Hex(JSON.stringify(value, sortKeys) ?? '');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  // An array of pairs, not an object: an object puts keys like "1" first, and "__proto__" nowhere.
  return { entries: Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) };
}
