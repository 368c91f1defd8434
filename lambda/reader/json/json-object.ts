import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import { jsonDigest, type LeaveOut } from './json-digest';
import { type JsonTokens, membersOf, tokenizeJson, tokenText } from './json-tokens';

/**
 * A JSON object that keeps its text. The text is passed on, so numbers past 2^53 and duplicate members arrive as they
 * were sent (docs/decisions/0006-json-as-sent.md).
 */
export class JsonObject {
  private readonly members: ReadonlyMap<string, number>;

  private constructor(private readonly tokens: JsonTokens) {
    const members = new Map<string, number>();
    // Of members with the same name the last counts, as for JSON.parse.
    for (const { name, value } of membersOf(tokens, 0)) members.set(name, value);
    this.members = members;
  }

  /** @throws UnrecognizedError `json-too-complex`, `json-malformed`, `json-not-an-object` */
  static parse(text: string): JsonObject {
    // Tokens first, because JSON.parse would create an object for each.
    const tokens = tokenizeJson(text);
    if (tokens === undefined) throw new UnrecognizedError('json-too-complex');
    requireValid(text);
    if (tokenText(tokens, 0) !== '{') throw new UnrecognizedError('json-not-an-object');
    return new JsonObject(tokens);
  }

  get text(): string {
    return this.tokens.text;
  }

  /** The member's text if it is a string, otherwise null. */
  string(name: string): string | null {
    const text = this.literal(name);
    return text.startsWith('"') ? String(JSON.parse(text)) : null;
  }

  /**
   * The member's value, a number or its digits in a string, if it is a non-negative integer that JavaScript represents
   * exactly; otherwise null.
   */
  wholeNumber(name: string): number | null {
    const text = this.string(name) ?? this.literal(name);
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    return Number.isSafeInteger(number) ? number : null;
  }

  /** A string, or a number by its digits as sent: what an id can be. Null for anything else, and for an empty string. */
  id(name: string): string | null {
    const text = this.literal(name);
    const id = /^[-\d]/.test(text) ? text : this.string(name);
    return id === '' ? null : id;
  }

  /** The same for the same content, regardless of white space, escapes and the order of keys. */
  digest(without?: LeaveOut): string {
    return jsonDigest(this.tokens, without);
  }

  /**
   * Whether EventBridge accepts it inside an event: its integers have 64 bits, and it reads 1,000 levels (AWS SDK,
   * PutEventsCommand), some of which the event itself needs. What receivers make of an escape for half a surrogate
   * pair, which UTF-8 cannot represent, "is unpredictable" (RFC 8259 §8.2).
   */
  fitsAnEvent(): boolean {
    return (
      this.tokens.depth <= maxDepth &&
      this.tokens.starts.every((_, index) => fitsAsNumber(this.tokens, index)) &&
      isWellFormed(this.tokens)
    );
  }

  private literal(name: string): string {
    const index = this.members.get(name);
    return index === undefined ? '' : tokenText(this.tokens, index);
  }
}

/** An escape of a surrogate. */
const surrogateEscape = /\\u[dD][89a-fA-F]/;

/** Whether no key and no text has half a surrogate pair. Decoded text has one only in escapes. */
function isWellFormed(tokens: JsonTokens): boolean {
  if (!surrogateEscape.test(tokens.text)) return true;
  return tokens.starts.every((start, index) => {
    if (tokens.text.charAt(start) !== '"') return true;
    const text = tokenText(tokens, index);
    return !surrogateEscape.test(text) || String(JSON.parse(text)).isWellFormed();
  });
}

const maxDepth = 990;
const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 63n - 1n;

/** JSON.parse decides what is valid JSON; its result is discarded. It accepts any depth. */
function requireValid(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new UnrecognizedError('json-malformed');
  }
}

/** True for anything that is not a number. */
function fitsAsNumber(tokens: JsonTokens, index: number): boolean {
  if (!/[-\d]/.test(tokens.text.charAt(tokens.starts[index] ?? 0))) return true;
  const text = tokenText(tokens, index);
  if (!/^-?\d+$/.test(text)) return Number.isFinite(Number(text));
  // 2^63 has 19 digits; do not convert a number with millions of them.
  return text.length <= 20 && BigInt(text) >= minInteger && BigInt(text) <= maxInteger;
}
