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
 * A callback has hundreds. The members of one object take the most memory: a million take 400 MB of the function's 512,
 * this many 200 MB.
 */
export const maxTokens = 250_000;

/**
 * Finds the tokens of a text that `JSON.parse` accepts; for any other text the result means nothing. Undefined past
 * `maxTokens`. It finds where tokens end and creates no values: a value, built escape by escape, takes many times its
 * text.
 */
export function tokenizeJson(text: string): JsonTokens | undefined {
  const starts: number[] = [];
  const ends: number[] = [];
  const nexts: number[] = [];
  const open: number[] = [];
  let depth = 0;
  for (let start = nextToken(text, 0); start < text.length; start = nextToken(text, ends.at(-1) ?? 0)) {
    if (starts.length === maxTokens) return undefined;
    const index = starts.push(start) - 1;
    ends.push(endOfToken(text, start));
    nexts.push(index + 1);
    const first = text.charAt(start);
    if (first === '{' || first === '[') depth = Math.max(depth, open.push(index));
    if (first === '}' || first === ']') nexts[open.pop() ?? index] = index + 1;
  }
  return { text, starts, ends, nexts, depth };
}

const space = new Set(['\t', '\n', '\r', ' ', ',', ':']);

/** Where the next token begins, after white space, commas and colons. */
function nextToken(text: string, from: number): number {
  let start = from;
  while (space.has(text.charAt(start))) start += 1;
  return start;
}

function endOfToken(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return endOfString(text, start);
  if ('{}[]'.includes(first)) return start + 1;
  afterWord.lastIndex = start + 1;
  return afterWord.exec(text)?.index ?? text.length;
}

/** The characters that end a number, `true`, `false` or `null`. */
const afterWord = /[\t\n\r ,:"{}[\]]/g;

/** The position after the closing quote: the first one not preceded by an odd number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slash = quote;
    while (slash - 1 > start && text.charAt(slash - 1) === '\\') slash -= 1;
    if ((quote - slash) % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** The token's text, exactly. */
export function tokenText({ text, starts, ends }: JsonTokens, index: number): string {
  return text.slice(starts[index], ends[index]);
}

/** The first tokens of an array's items. */
export function* itemsOf({ nexts }: JsonTokens, container: number): Generator<number> {
  const closing = (nexts[container] ?? 0) - 1;
  for (let item = container + 1; item < closing; item = nexts[item] ?? closing) yield item;
}

/** The members of an object in their order, duplicates included: the name, and the first token of the value. */
export function* membersOf(tokens: JsonTokens, object: number): Generator<{ name: string; value: number }> {
  const items = itemsOf(tokens, object);
  for (const key of items) {
    const { value } = items.next();
    yield { name: String(JSON.parse(tokenText(tokens, key))), value: value ?? key };
  }
}
