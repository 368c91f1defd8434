/** The smallest first; what is as large as another keeps its place beside it. */
export function bySize<T>(items: readonly T[], sizeOf: (item: T) => number): T[] {
  return [...items].sort((one, other) => sizeOf(one) - sizeOf(other));
}

/**
 * Splits items, in order, into groups whose total size is at most `limit`: what is processed at the same time is
 * in memory at the same time. An item over `alone`, or over the limit, is a group of its own.
 */
export function groupBySize<T>(items: readonly T[], sizeOf: (item: T) => number, limit: number, alone = limit): T[][] {
  const groups: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const group = groups.at(-1);
    if (group === undefined || size > Math.min(room, alone)) {
      groups.push([item]);
      room = size > alone ? -1 : limit - size;
    } else {
      group.push(item);
      room -= size;
    }
  }
  return groups;
}

/** The first item of every key, and the rest: two of one key must not be claimed at the same time by one worker. */
export function takeWave<T>(items: readonly T[], keyOf: (item: T) => string): { wave: T[]; later: T[] } {
  const seen = new Set<string>();
  const wave: T[] = [];
  const later: T[] = [];
  for (const item of items) {
    const key = keyOf(item);
    (seen.has(key) ? later : wave).push(item);
    seen.add(key);
  }
  return { wave, later };
}
