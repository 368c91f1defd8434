import { paintFor } from '../../../cli/src/frame/paint';
import { table } from '../../../cli/src/frame/table';
import { markdownTable } from '../support/markdown-table';

const plain = paintFor({ isTerminal: false, env: {} });

/** Writes tables for this many columns: aligned, or a block a row where they are wider. Without a limit, as Markdown. */
export function tableFor(columns: number): typeof markdownTable {
  if (columns === Number.POSITIVE_INFINITY) return markdownTable;
  return (head, rows) => {
    const plainText = (cell: string | number = '') => String(cell).replaceAll('**', '');
    const named = rows.map((cells) => Object.fromEntries(head.map((name, index) => [name, plainText(cells[index])])));
    return table(named, columns, plain);
  };
}
