import { chunks } from '../../../../lambda/shared/chunks';

/** Results in the order of the items, with a limited number under way at a time. */
export async function inGroups<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (const some of chunks(items, atOnce)) {
    const start = results.length;
    results.push(...(await Promise.all(some.map((item, index) => work(item, start + index)))));
  }
  return results;
}
