import { isRecord } from '../../../../lambda/shared/json';

/** The alternatives of an event pattern: each branch of its `$or`, with the fields that all branches share. */
export function branchesOf(pattern: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!isRecord(pattern)) return [];
  const { $or, ...common } = pattern;
  return Array.isArray($or) ? $or.filter(isRecord).map((branch) => ({ ...common, ...branch })) : [common];
}
