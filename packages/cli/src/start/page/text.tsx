import { visiblePieces } from './visible-text';

/** A stranger's text, with invisible characters shown by name. */
export function Text({ text }: { readonly text: string }) {
  return (
    <bdi>
      {visiblePieces(text).map(({ text: piece, isMark }, index) => (isMark ? <mark key={index}>{piece}</mark> : piece))}
    </bdi>
  );
}
