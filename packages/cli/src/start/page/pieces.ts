const pieceLength = 20_000;

/** A long text in pieces, cut between characters, and after a line's end where one is near. */
export function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    const end = endOfPiece(text, start + pieceLength);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

function endOfPiece(text: string, wanted: number): number {
  if (wanted >= text.length) return text.length;
  const lineEnd = text.lastIndexOf('\n', wanted - 1) + 1;
  if (lineEnd > wanted - 1000) return lineEnd;
  const isLowSurrogate = /[\udc00-\udfff]/.test(text.charAt(wanted));
  return isLowSurrogate ? wanted + 1 : wanted;
}
