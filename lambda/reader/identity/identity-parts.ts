import type { IdentityRule } from './identity-rule';

/** The ledger's keys may have 2,048 and 1,024 bytes (DynamoDB); no real id comes near this. */
export const maxIdentityBytes = 512;

/** How a hash in an identity begins. Versions without a key wrote the second. */
const keyed = 'keyed:';
const hashed = 'sha256:';

/** Sent text that looks like one of our hashes is hashed itself, so that no sender can pass one off as ours. */
const looksHashed = /^(keyed|sha256):/;

/** What tells the callbacks of one id apart, one of several (wire contract §6). */
export interface Component {
  /** Null: not sent. */
  readonly text: string | null;
  /** What the wire contract documents it to look like. What does not is hashed: it may be what a person wrote. */
  readonly shape: RegExp;
}

/**
 * Shapes of components, by the wire contract. Ids are opaque, but never have white space or other scripts. The shapes
 * decide what is hashed, so changing one changes the identities of callbacks that are in the ledger.
 */
export const shapes = {
  id: /^[\x21-\x7e]+$/,
  date: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,9}Z$/,
  flag: /^(true|false)$/,
  /** Of an error, or a part's number: shorter than a phone number. */
  code: /^\d{1,6}$/,
  receiptType: /^(System|Carrier|Handset)$/,
  mmStatus: /^(Retrieved|Rejected|Indeterminate|Expired|Forwarded)$/,
  eventClass: /^(ServerEvent|UserEvent|UserMessage)$/,
  hash: /^[0-9a-f]{32}$/,
} as const satisfies Record<string, RegExp>;

/** Whether the ledger holds an id as it was sent, not hashed. */
export function isPlainId(id: string): boolean {
  return Buffer.byteLength(id) <= maxIdentityBytes && shapes.id.test(id) && !looksHashed.test(id);
}

/**
 * The id itself, or its hash where it is no id, or a key cannot hold it: it is too long, or has half of a surrogate pair
 * (JSON can write one), which UTF-8 has not, so that two such ids would be one key. An id that looks like such a hash is
 * hashed too.
 */
export function boundedId(id: string, rule: IdentityRule): string {
  if (!id.isWellFormed()) return hashOf(JSON.stringify(id), rule);
  const isKept = fits(id, rule) && (!rule.checksShape || shapes.id.test(id));
  return isKept ? id : hashOf(id, rule);
}

function fits(id: string, { checksShape }: IdentityRule): boolean {
  return Buffer.byteLength(id) <= maxIdentityBytes && !(checksShape ? looksHashed.test(id) : id.startsWith(hashed));
}

function hashOf(text: string, rule: IdentityRule): string {
  return `${rule.checksShape ? keyed : hashed}${rule.hash(text)}`;
}

/**
 * Joins what tells the callbacks of one id apart (wire contract §6), so that different lists never read the same:
 * `2024-05-06T12:08:09.123Z/Handset/true/107/7/-`, with `-` for what was not sent.
 */
export function identityPart(components: readonly Component[], rule: IdentityRule): string {
  return boundedId(components.map((component) => escaped(component, rule)).join('/'), rule);
}

function escaped({ text, shape }: Component, rule: IdentityRule): string {
  if (text === null) return '-';
  if (rule.checksShape && !shape.test(text)) return hashOf(text.isWellFormed() ? text : JSON.stringify(text), rule);
  if (text === '-') return '%2D';
  // Bounded before it is escaped, because escaping triples megabytes of "%".
  const bounded = isLong(text) ? boundedId(text, rule) : text;
  return bounded.replaceAll('%', '%25').replaceAll('/', '%2F');
}

/** Text that looks like a hash counts as long, and so is hashed. */
function isLong(text: string): boolean {
  return text.length > maxIdentityBytes || looksHashed.test(text);
}
