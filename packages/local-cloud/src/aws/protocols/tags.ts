import { asRecords, optionalText } from '../../template/properties';

/** Why AWS refuses these tags of a resource; undefined where it takes them (general reference, "Tag naming limits"). */
export function tagRefusal(tags: Readonly<Record<string, unknown>>): string | undefined {
  const entries = Object.entries(tags);
  if (entries.length > 50) return 'A resource has 50 tags at most.';
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128 || !allowed.test(key))
      return `The tag key ${JSON.stringify(key)} is invalid.`;
    if (/^aws:/i.test(key)) return `The tag key ${key} begins with "aws:", which is reserved.`;
    if (typeof value !== 'string' || value.length > 256 || !allowed.test(value))
      return `The value of the tag ${key} is invalid.`;
  }
  return undefined;
}

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Of `[{ "Key", "Value" }]`. */
export function readTagList(list: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(asRecords(list).map(({ Key, Value }) => [String(Key), optionalText(Value) ?? '']));
}
