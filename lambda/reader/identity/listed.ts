/**
 * The named fields that an object has. For digests that are stored: a field that is added to an event later does not
 * change them.
 */
export function listed<T extends object, K extends keyof T>(object: T, names: readonly K[]): Pick<T, K>;
export function listed(object: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(object, name)).map((name) => [name, object[name]]));
}
