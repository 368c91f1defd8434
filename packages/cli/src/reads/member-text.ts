import { membersOf, tokenizeJson } from '../../../../lambda/reader/json/json-tokens';

/** The text of a member's value, as it is in the document; undefined where there is none. */
export function memberText(text: string, wanted: string): string | undefined {
  const tokens = tokenizeJson(text);
  if (tokens === undefined) return undefined;
  const found = [...membersOf(tokens, 0)].findLast(({ name }) => name === wanted);
  if (found === undefined) return undefined;
  const last = (tokens.nexts[found.value] ?? 0) - 1;
  return text.slice(tokens.starts[found.value], tokens.ends[last]);
}
