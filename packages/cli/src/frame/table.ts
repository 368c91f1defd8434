import { printableLines } from '@vibes-callbacks/local-cloud/text';
import Table from 'cli-table3';
import type { Paint } from './paint';

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** Without lines, because people read it on narrow terminals and copy from it. */
const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows as a table if it fits the width, otherwise one block a row, so that no id is cut off. */
export function table(rows: readonly Row[], columns: number, paint: Paint): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => names.map((name) => cellText(row[name] ?? null)));
  const plain = new Table({ chars: noLines, style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 } });
  plain.push(names.map(paint.dim), ...cells);
  const lines = plain
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const widest = Math.max(...lines.map((line) => visibleLength(line)));
  return widest <= columns ? lines.join('\n') : blocks(names, cells, paint, columns);
}

/** One item, a line for each field. With a width, lines break between words; without, content stays as sent. */
export function record(row: Row, paint: Paint, columns?: number): string {
  return blocks(Object.keys(row), [Object.values(row).map(cellText)], paint, columns);
}

function blocks(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  columns = Number.POSITIVE_INFINITY,
): string {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const line = (name: string, cell: string) =>
    `${paint.dim(name.padEnd(width - 2))}  ${wrapped(cell, columns - width).join(`\n${' '.repeat(width)}`)}`.trimEnd();
  const block = (cells: readonly string[]) => names.map((name, index) => line(name, cells[index] ?? '')).join('\n');
  return rows.map(block).join('\n\n');
}

/** Broken between words: an id stays in one piece, however long. */
function wrapped(text: string, width: number): readonly string[] {
  const [first = '', ...words] = text.split(' ');
  const lines = [first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (visibleLength(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function cellText(value: Cell): string {
  if (value === null) return '-';
  const text = String(value);
  return isPainted(text) ? text : printableLines(text);
}

/** The whole cell has one color. */
function isPainted(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colors are made of them
  return /^\u001b\[\d+m[A-Z_]+\u001b\[\d+m$/.test(text);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colors are made of them
const colours = /\u001b\[\d+m/g;

function visibleLength(line: string): number {
  return line.replace(colours, '').length;
}
