/** How much of a text is escaped at once. */
const pieceLength = 65_536;

/**
 * The JSON of a text, piece by piece, to be hashed or counted. Whole, that of quotes in UTF-16 is four times its document,
 * and would be there beside it.
 */
export function* jsonTextPieces(text: string): Generator<string> {
  if (text.length <= pieceLength) {
    yield JSON.stringify(text);
    return;
  }
  yield '"';
  for (let start = 0; start < text.length; ) {
    const end = start + pieceLength - Number(isHighSurrogate(text.charCodeAt(start + pieceLength - 1)));
    yield JSON.stringify(text.slice(start, end)).slice(1, -1);
    start = end;
  }
  yield '"';
}

/** The first half of a pair: alone, it would be written as an escape. */
function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
