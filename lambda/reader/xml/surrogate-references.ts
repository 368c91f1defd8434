/**
 * CDATA sections and comments, which contain no references (one that never ends extends to the end, so that nothing is
 * searched twice), and pairs of references to the two halves of a surrogate pair.
 */
const pieces =
  /<!\[CDATA\[(?:.*?\]\]>|.*$)|<!--(?:.*?-->|.*$)|&#(?<high>x0*d[89ab][\da-f]{2}|0*5[56]\d{3});&#(?<low>x0*d[c-f][\da-f]{2}|0*5[67]\d{3});/gis;

/**
 * Joins each character that was written as two references, one for each half of its surrogate pair. XML does not allow
 * that, but serializers of older Java platforms write emoji so (`&#55357;&#56832;`), and a text must not be lost
 * because of it.
 */
export function joinSurrogateReferences(document: string): string {
  if (!half.test(document)) return document;
  // Not with `replace` and a function, which keeps every piece until the last one, comments and sections too.
  const joined: string[] = [];
  let end = 0;
  for (const match of document.matchAll(pieces)) {
    const character = characterOf(match.groups ?? {});
    if (character === undefined) continue;
    joined.push(document.slice(end, match.index), character);
    end = match.index + match[0].length;
  }
  return end === 0 ? document : joined.join('') + document.slice(end);
}

/** Most documents have none. */
const half = /&#(?:x0*d[89ab]|0*5[56]\d{3};)/i;

function characterOf({ high, low }: Readonly<Record<string, string | undefined>>): string | undefined {
  if (high === undefined || low === undefined) return undefined;
  const [first, second] = [codeOf(high), codeOf(low)];
  const isPair = first >= 0xd800 && first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff;
  return isPair ? String.fromCharCode(first, second) : undefined;
}

function codeOf(digits: string): number {
  return /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
}
