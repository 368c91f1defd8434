import { visiblePieces } from './visible-text';

/** Somebody else's text: shown as text, and what would not be seen by its name. */
export function Text({ text }: { readonly text: string }) {
  return (
    <bdi>
      {visiblePieces(text).map(({ text: piece, isMark }, index) => (isMark ? <mark key={index}>{piece}</mark> : piece))}
    </bdi>
  );
}
