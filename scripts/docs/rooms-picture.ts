import rooms from '../rooms.cjs';

/** The rooms of this repository as a mermaid flowchart: an arrow for each import that the rules allow, and no other. */
export function roomsPicture(): string {
  return [
    '```mermaid',
    'flowchart TD',
    ...rooms.map(({ name, path, about }) => `  ${name}["<b>${path}</b><br/>${about}"]`),
    ...rooms.flatMap(({ name, may }) => may.map((other) => `  ${name} --> ${other}`)),
    '```',
  ].join('\n');
}
