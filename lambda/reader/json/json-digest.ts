import { createHash } from 'node:crypto';
import { itemsOf, type JsonTokens, membersOf, tokenText } from './json-tokens';

/** How much text goes to the hash at once: with one call per token, the calls would be most of the work. */
const chunkLength = 65_536;

/** Whether a member of the outer object is left out. `value`: the first token of its value, as it was sent. */
export type LeaveOut = (name: string, value: string) => boolean;

const nothing: LeaveOut = () => false;

/**
 * SHA-256 (hex) of a JSON value, regardless of its white space, its escapes and the order of its keys. Numbers count by
 * their digits: two that differ only past 2^53 are different.
 */
export function jsonDigest(tokens: JsonTokens, without: LeaveOut = nothing): string {
  const hash = createHash('sha256');
  let chunk = '';
  for (const piece of canonicalPieces(tokens, without)) {
    chunk += piece;
    if (chunk.length < chunkLength) continue;
    hash.update(chunk);
    chunk = '';
  }
  return hash.update(chunk).digest('hex');
}

/** A pending piece: the index of a value's first token, or literal text. */
type Pending = number | string;

function* canonicalPieces(tokens: JsonTokens, without: LeaveOut): Generator<string> {
  const pending: Pending[] = [0];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') {
      yield next;
      continue;
    }
    const text = tokenText(tokens, next);
    if (text === '[') pushReversed(pending, arrayPieces(tokens, next));
    else if (text === '{') pushReversed(pending, objectPieces(tokens, next, next === 0 ? without : nothing));
    else yield text.startsWith('"') ? JSON.stringify(JSON.parse(text)) : text;
  }
}

function arrayPieces(tokens: JsonTokens, array: number): Pending[] {
  const pieces: Pending[] = ['['];
  for (const item of itemsOf(tokens, array)) pieces.push(item, ',');
  pieces.push(']');
  return pieces;
}

function objectPieces(tokens: JsonTokens, object: number, without: LeaveOut): Pending[] {
  const pieces: Pending[] = ['{'];
  for (const { name, value } of sortedMembers(tokens, object)) {
    if (!without(name, tokenText(tokens, value))) pieces.push(JSON.stringify(name), ':', value, ',');
  }
  pieces.push('}');
  return pieces;
}

/** The sort is stable: members with the same name stay in their order. */
function sortedMembers(tokens: JsonTokens, object: number): { name: string; value: number }[] {
  return [...membersOf(tokens, object)].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

function pushReversed(pending: Pending[], pieces: readonly Pending[]): void {
  for (let index = pieces.length - 1; index >= 0; index--) pending.push(pieces[index] ?? '');
}
