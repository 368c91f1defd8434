/**
 * What a series had so many minutes ago, or in several minutes together, in metric math, which cannot look back but by
 * `DIFF`: a minute ago it had `x - DIFF(x)`, so n minutes ago the terms of (1 - DIFF)^n.
 * @param to the earlier minute of several @default the same minute
 */
export function minutesAgo(id: string, from: number, to = from): string {
  const minutes = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const terms = Array.from({ length: to + 1 }, (_, depth) => {
    const factor = minutes.reduce((sum, minute) => sum + choose(minute, depth), 0);
    return `${depth === 0 ? '' : depth % 2 === 0 ? ' + ' : ' - '}${factor} * ${differences(id, depth)}`;
  });
  return `(${terms.join('')})`;
}

/** Has a value only where the series goes so many minutes back. */
export function differences(id: string, depth: number): string {
  return `${'DIFF('.repeat(depth)}${id}${')'.repeat(depth)}`;
}

function choose(count: number, chosen: number): number {
  if (chosen === 0) return 1;
  return count === 0 ? 0 : choose(count - 1, chosen - 1) + choose(count - 1, chosen);
}
