import { createScanner } from 'jsonc-parser';

/**
 * The tokens of a valid JSON text, brackets, keys and values but no commas and colons, as columns: a body of 6 MB can
 * have hundreds of thousands of them, and of levels, so nothing here is an object per token and nothing recurses.
 */
export interface JsonTokens {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The token after the whole value that begins with this one. */
  readonly nexts: readonly number[];
  /** How many brackets are open at the deepest place. */
  readonly depth: number;
}

/**
 * A callback has hundreds. As the members of one object, which take the most, a million take 400 MB of the function's
 * 512, this many 200 MB.
 */
export const maxTokens = 250_000;

/** Scans a text that `JSON.parse` accepts; of any other the tokens mean nothing. Undefined past `maxTokens`. */
export function tokenizeJson(text: string): JsonTokens | undefined {
  const scanner = createScanner(text, true);
  const starts: number[] = [];
  const ends: number[] = [];
  const nexts: number[] = [];
  const open: number[] = [];
  let depth = 0;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const start = scanner.getTokenOffset();
    const first = text.charAt(start);
    if (first === ',' || first === ':') continue;
    if (starts.length === maxTokens) return undefined;
    const index = starts.push(start) - 1;
    ends.push(start + scanner.getTokenLength());
    nexts.push(index + 1);
    if (first === '{' || first === '[') depth = Math.max(depth, open.push(index));
    if (first === '}' || first === ']') nexts[open.pop() ?? index] = index + 1;
  }
  return { text, starts, ends, nexts, depth };
}

/** The token's text, to the letter. */
export function tokenText({ text, starts, ends }: JsonTokens, index: number): string {
  return text.slice(starts[index], ends[index]);
}

/** The first tokens of an array's items. */
export function* itemsOf({ nexts }: JsonTokens, container: number): Generator<number> {
  const closing = (nexts[container] ?? 0) - 1;
  for (let item = container + 1; item < closing; item = nexts[item] ?? closing) yield item;
}

/** The members of an object, in their order, those of one name too: the name, and the first token of the value. */
export function* membersOf(tokens: JsonTokens, object: number): Generator<{ name: string; value: number }> {
  const items = itemsOf(tokens, object);
  for (const key of items) {
    const { value } = items.next();
    yield { name: String(JSON.parse(tokenText(tokens, key))), value: value ?? key };
  }
}
