export interface PoolLimits {
  /** How many items are processed at the same time. */
  readonly atOnce: number;
  /** How large these may be together; a larger one is processed alone. */
  readonly bytes: number;
}

/** Processes the items in order, as many at the same time as the limits allow. `work` handles its own failures. */
export async function inPool<T extends { readonly size: number }>(
  items: Iterable<T>,
  { atOnce, bytes }: PoolLimits,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let taken = 0;
  const isFull = (size: number) => running.size >= atOnce || (running.size > 0 && taken + size > bytes);
  const start = async (item: T) => {
    taken += item.size;
    await work(item);
    taken -= item.size;
  };
  for (const item of items) {
    while (isFull(item.size)) await Promise.race(running);
    const run: Promise<void> = start(item).finally(() => running.delete(run));
    running.add(run);
  }
  await Promise.all(running);
}
