import { isRecord } from '../../../../lambda/shared/json';

/** What an event pattern asks for, one way after the other: each branch of its `$or`, with what all of them need. */
export function branchesOf(pattern: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!isRecord(pattern)) return [];
  const { $or, ...common } = pattern;
  return Array.isArray($or) ? $or.filter(isRecord).map((branch) => ({ ...common, ...branch })) : [common];
}
