import { counted } from '@vibes-callbacks/local-cloud/text';
import type { FuzzFindings } from './fuzz';

/** The findings as a table of outcomes by kind, in the order of their frequency; without the kinds where it is too wide. */
export function renderFindings(findings: FuzzFindings, columns = Number.POSITIVE_INFINITY): string {
  const { count, seed, outcomes, slowestMs, failure } = findings;
  const kinds = [...new Set([...outcomes.values()].flatMap((counts) => [...counts.keys()]))].sort();
  const rows = [...outcomes]
    .map(([outcome, counts]) => ({ outcome, counts, total: [...counts.values()].reduce((sum, n) => sum + n, 0) }))
    .sort((a, b) => b.total - a.total)
    .map(({ outcome, counts, total }) => [outcome, total, ...kinds.map((kind) => counts.get(kind) ?? 0)].map(String));
  const verdict = failure === null ? 'none threw, grew or lost its bytes' : `FAILED: ${failure}`;
  const whole = table([['became', 'all', ...kinds], ...rows]);
  const isTooWide = (whole[0]?.length ?? 0) > columns;
  return [
    ...(isTooWide ? table([['became', 'all'], ...rows.map((row) => row.slice(0, 2))]) : whole),
    '',
    `${counted(count, 'callback')}, slowest ${slowestMs.toFixed(1)} ms, seed ${seed}: ${verdict}`,
    '',
  ].join('\n');
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
