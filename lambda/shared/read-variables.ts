/**
 * Reads the named variables of an environment. A variable that is set but empty is a value: "not configured".
 * @throws Error that names every missing variable at once
 */
export function readVariables<K extends string>(
  keys: readonly K[],
  source: Readonly<Record<string, string | undefined>>,
): Record<K, string> {
  const missing = keys.filter((key) => source[key] === undefined);
  if (missing.length > 0) throw new Error(`missing environment variables: ${missing.join(', ')}`);
  const values = {} as Record<K, string>;
  for (const key of keys) values[key] = source[key] ?? '';
  return values;
}
