import { sha256Hex } from '../../shared/sha-256';

/** The ledger's keys may have 2,048 and 1,024 bytes (DynamoDB); no real id comes near this. */
export const maxIdentityBytes = 512;

const hashed = 'sha256:';

/**
 * The id itself, or its hash where a key cannot hold it: it is too long, or has half of a surrogate pair (JSON can write
 * one), which UTF-8 has not, so that two such ids would be one key. An id that looks like such a hash is hashed too.
 */
export function boundedId(id: string): string {
  if (!id.isWellFormed()) return `${hashed}${sha256Hex(JSON.stringify(id))}`;
  const fits = Buffer.byteLength(id) <= maxIdentityBytes && !id.startsWith(hashed);
  return fits ? id : `${hashed}${sha256Hex(id)}`;
}

/**
 * Joins what tells the callbacks of one id apart (wire contract §6), so that different lists never read the same:
 * `2024-05-06T12:08:09.123Z/Handset/true/107/7/-`, with `-` for what was not sent.
 */
export function identityPart(components: readonly (string | null)[]): string {
  return boundedId(components.map(escaped).join('/'));
}

function escaped(component: string | null): string {
  if (component === null) return '-';
  if (component === '-') return '%2D';
  // Bounded before it is escaped: of megabytes of "%" three times as many would be made.
  const bounded = isLong(component) ? boundedId(component) : component;
  return bounded.replaceAll('%', '%25').replaceAll('/', '%2F');
}

/** What looks like the hash of a long one is hashed with them. */
function isLong(component: string): boolean {
  return component.length > maxIdentityBytes || component.startsWith(hashed);
}
