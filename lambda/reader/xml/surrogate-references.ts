/**
 * CDATA sections and comments, in which nothing is a reference (one that never ends goes to the end, so that none is
 * looked at twice), and references to the halves of a surrogate pair, one after the other.
 */
const pieces =
  /<!\[CDATA\[(?:.*?\]\]>|.*$)|<!--(?:.*?-->|.*$)|&#(?<high>x0*d[89ab][\da-f]{2}|0*5[56]\d{3});&#(?<low>x0*d[c-f][\da-f]{2}|0*5[67]\d{3});/gis;

/**
 * The document with each character that was written as two references, one for each half of its surrogate pair, as one
 * character. XML does not allow the halves, but serializers of older Java platforms write emoji so (`&#55357;&#56832;`),
 * and a text is not to be lost for it.
 */
export function joinSurrogateReferences(document: string): string {
  if (!half.test(document)) return document;
  // Not by `replace` with a function, which holds every piece until the last one, comments and sections too.
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
