import type { IdentityRule } from './identity-rule';

/** DynamoDB limits the ledger's keys to 2,048 and 1,024 bytes; no real id comes near this. */
export const maxIdentityBytes = 512;

/** Prefixes of hashes in an identity. Versions without a key wrote the second. */
const keyed = 'keyed:';
const hashed = 'sha256:';

/** Text that looks like one of our hashes is hashed too, so that no sender can pass one off as ours. */
const looksHashed = /^(keyed|sha256):/;

/** One of the values that tell the callbacks of one id apart (wire contract §6). */
export interface Component {
  /** Null if not sent. */
  readonly text: string | null;
  /**
   * The form that the wire contract documents. A value in another form is hashed, because a person may have written it.
   */
  readonly shape: RegExp;
}

/**
 * Forms of the components, by the wire contract. Ids are opaque, but never contain white space or other scripts. The
 * forms decide what is hashed, so changing one changes identities that are in the ledger.
 */
export const shapes = {
  id: /^[\x21-\x7e]+$/,
  date: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,9}Z$/,
  flag: /^(true|false)$/,
  /** An error code or a part's number: shorter than a phone number. */
  code: /^\d{1,6}$/,
  receiptType: /^(System|Carrier|Handset)$/,
  mmStatus: /^(Retrieved|Rejected|Indeterminate|Expired|Forwarded)$/,
  eventClass: /^(ServerEvent|UserEvent|UserMessage)$/,
  hash: /^[0-9a-f]{32}$/,
} as const satisfies Record<string, RegExp>;

/** Whether the ledger keeps an id as it was sent, not hashed. */
export function isPlainId(id: string): boolean {
  return Buffer.byteLength(id) <= maxIdentityBytes && shapes.id.test(id) && !looksHashed.test(id);
}

/**
 * The id itself, or its hash if it does not look like an id, or cannot be a key: because it is too long, or because it
 * has half a surrogate pair (which JSON can write but UTF-8 cannot, so that two such ids would become one key). An id
 * that looks like such a hash is hashed too.
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
 * Joins the values that tell the callbacks of one id apart (wire contract §6), so that different lists never give the
 * same text: `2024-05-06T12:08:09.123Z/Handset/true/107/7/-`, with `-` for what was not sent.
 */
export function identityPart(components: readonly Component[], rule: IdentityRule): string {
  return boundedId(components.map((component) => escaped(component, rule)).join('/'), rule);
}

function escaped({ text, shape }: Component, rule: IdentityRule): string {
  if (text === null) return '-';
  if (rule.checksShape && !shape.test(text)) return hashOf(text.isWellFormed() ? text : JSON.stringify(text), rule);
  if (text === '-') return '%2D';
  // Shortened before it is escaped, because escaping triples megabytes of "%".
  const bounded = isLong(text) ? boundedId(text, rule) : text;
  return bounded.replaceAll('%', '%25').replaceAll('/', '%2F');
}

/** Text that looks like a hash counts as long, and so is hashed. */
function isLong(text: string): boolean {
  return text.length > maxIdentityBytes || looksHashed.test(text);
}
