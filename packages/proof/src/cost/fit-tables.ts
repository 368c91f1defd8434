import { paintFor } from '../../../cli/src/frame/paint';
import { table } from '../../../cli/src/frame/table';

const plain = paintFor({ isTerminal: false, env: {} });

/** Markdown as a terminal shows it: its tables aligned, or a block a row where they are wider than that. */
export function fitTables(markdown: string, columns: number): string {
  if (columns === Number.POSITIVE_INFINITY) return markdown;
  return markdown.replace(/^\|.*(?:\n\|.*)*/gm, (text) => fitted(text, columns));
}

function fitted(text: string, columns: number): string {
  const [names = [], , ...rows] = text.split('\n').map(cellsOf);
  const named = rows.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])));
  return table(named, columns, plain);
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('**', ''));
}
