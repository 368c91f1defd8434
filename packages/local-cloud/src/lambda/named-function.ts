/**
 * The logical id of the function that a person means: by that id, by its path below the stack (`Answer`,
 * `Orders/Answer`), or by a part of the id that no other function has.
 * @returns undefined for a name that matches none, or several
 */
export function namedFunction(logicalIds: readonly string[], name: string): string | undefined {
  if (logicalIds.includes(name)) return name;
  // The CDK makes the id of the path's letters and digits, and of eight characters that tell two paths apart.
  const readable = name.replace(/[^A-Za-z0-9]/g, '');
  const part = readable.toLowerCase();
  if (part === '') return undefined;
  return (
    theOnly(logicalIds.filter((id) => id.replace(/[0-9A-F]{8}$/, '') === readable)) ??
    theOnly(logicalIds.filter((id) => id.toLowerCase().includes(part)))
  );
}

function theOnly(found: readonly string[]): string | undefined {
  return found.length === 1 ? found[0] : undefined;
}
