/** Sorts by size, smallest first. The sort is stable. */
export function bySize<T>(items: readonly T[], sizeOf: (item: T) => number): T[] {
  return [...items].sort((one, other) => sizeOf(one) - sizeOf(other));
}

/** The first item of each key, and the rest: one worker must not claim two of the same key at the same time. */
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
