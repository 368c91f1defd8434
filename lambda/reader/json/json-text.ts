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

/** How many bytes `JSON.stringify(value)` is in UTF-8. */
export function jsonSize(value: unknown): number {
  let bytes = 0;
  for (const piece of jsonPieces(value)) bytes += Buffer.byteLength(piece);
  return bytes;
}

/** `JSON.stringify(value)` in UTF-8. The text itself is never there: it may be four times its bytes, and is put together. */
export function jsonBuffer(value: unknown): Buffer {
  const buffer = Buffer.alloc(jsonSize(value));
  let written = 0;
  let chunk = '';
  const write = () => {
    written += buffer.write(chunk, written);
    chunk = '';
  };
  for (const piece of jsonPieces(value)) {
    chunk += piece;
    if (chunk.length >= pieceLength) write();
  }
  write();
  return buffer;
}

/** How much of a text is escaped at once. */
const pieceLength = 16_384;

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
