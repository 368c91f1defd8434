type Variables = Readonly<Record<string, unknown>>;

/** Which variables a function's `readEnv` asks for, when it is given what the template sets; what it refuses throws. */
export function readKeys(readEnv: (source: Record<string, string>) => unknown, variables: Variables): string[] {
  const asked = new Set<string>();
  const set = Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [key, typeof value === 'string' ? value : 'known when deployed']),
  );
  readEnv(
    new Proxy(set, {
      get: (values, key) => {
        asked.add(String(key));
        return values[String(key)];
      },
    }),
  );
  return [...asked].sort();
}
