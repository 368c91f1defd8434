/**
 * Splits items, in order, into groups of at most `limit` in total, because items that are processed together are in
 * memory together. An item over `alone`, or over the limit, is a group of its own.
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
