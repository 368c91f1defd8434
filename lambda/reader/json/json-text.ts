/** What `JSON.stringify` writes of a JSON value, piece by piece. Its depth is the caller's to bound. */
export function* jsonPieces(value: unknown): Generator<string> {
  if (typeof value === 'string') yield* jsonTextPieces(value);
  else if (Array.isArray(value)) yield* listPieces('[', value, (item) => jsonPieces(item), ']');
  else if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    yield* listPieces('{', members, memberPieces, '}');
  } else yield JSON.stringify(value) ?? 'null';
}

function* memberPieces([name, value]: readonly [string, unknown]): Generator<string> {
  yield `${JSON.stringify(name)}:`;
  yield* jsonPieces(value);
}

function* listPieces<T>(
  open: string,
  items: readonly T[],
  piecesOf: (item: T) => Generator<string>,
  close: string,
): Generator<string> {
  yield open;
  for (const [index, item] of items.entries()) {
    if (index > 0) yield ',';
    yield* piecesOf(item);
  }
  yield close;
}

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
