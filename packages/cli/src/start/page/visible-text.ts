/** A piece of a text: as it is, or the name of a character that is invisible or changes the order of others. */
export interface TextPiece {
  readonly text: string;
  readonly isMark: boolean;
}

/**
 * Control characters, direction marks and zero-width characters, except tabs, line ends, and what joins several
 * characters to one emoji.
 */
const unseen =
  /(?!\t|\n|\r\n|[\ufe00-\ufe0f])(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?)\u200d)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu;

/** More are not marked one by one, because a browser cannot show a million spans. */
const maxMarks = 500;

/** Shows the characters of any text in their order. */
export function visiblePieces(text: string): readonly TextPiece[] {
  const marks = [...text.matchAll(unseen)];
  if (marks.length > maxMarks) return [{ text: text.replace(unseen, nameOf), isMark: false }];
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { index, 0: found } of marks) {
    if (index > end) pieces.push({ text: text.slice(end, index), isMark: false });
    pieces.push({ text: nameOf(found), isMark: true });
    end = index + found.length;
  }
  if (end < text.length || pieces.length === 0) pieces.push({ text: text.slice(end), isMark: false });
  return pieces;
}

function nameOf(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}
