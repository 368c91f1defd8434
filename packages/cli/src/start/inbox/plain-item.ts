import { isRecord } from '@vibes-callbacks/local-cloud';

/** DynamoDB's `{ "name": { "S": "x" } }` as `{ "name": "x" }`. */
export function plainItem(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(item).map(([name, attribute]) => [name, plainValue(attribute)]));
}

/** Binary values stay base64, and sets are lists. */
function plainValue(attribute: unknown): unknown {
  const [type, value] = isRecord(attribute) ? (Object.entries(attribute)[0] ?? []) : [];
  switch (type) {
    case 'N':
      return plainNumber(String(value));
    case 'NS':
      return Array.isArray(value) ? value.map((one) => plainNumber(String(one))) : value;
    case 'L':
      return Array.isArray(value) ? value.map(plainValue) : value;
    case 'M':
      return isRecord(value) ? plainItem(value) : value;
    case 'NULL':
      return null;
    default:
      return value;
  }
}

/** DynamoDB keeps 38 digits, JavaScript fewer: a number that would change stays text. */
function plainNumber(text: string): number | string {
  return String(Number(text)) === text ? Number(text) : text;
}
