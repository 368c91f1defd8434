/** Receives a writer's text, in chunks of about `chunkLength`. */
export type TakeChunk = (chunk: string) => void;

/** Small compared with a document, and large compared with the cost of passing it on. */
const chunkLength = 16_384;

/** How many short texts a writer remembers, and how short they are. */
const maxNames = 256;
const maxNameLength = 32;

/**
 * Writes JSON in chunks, so that a large document's JSON is never in memory as a whole. A token costs the same at every
 * depth; with one generator per level (`yield*`), each token would pass through all levels above it.
 */
export class JsonWriter {
  private chunk = '';
  private readonly names = new Map<string, string>();

  constructor(private readonly take: TakeChunk) {}

  /** Writes text that is already JSON. */
  raw(json: string): void {
    this.chunk += json;
    if (this.chunk.length >= chunkLength) this.end();
  }

  /** Writes a text as JSON. */
  text(text: string): void {
    if (text.length <= chunkLength) {
      this.raw(this.quoted(text));
      return;
    }
    this.raw('"');
    for (let start = 0; start < text.length; ) {
      const end = start + chunkLength - Number(isHighSurrogate(text.charCodeAt(start + chunkLength - 1)));
      this.raw(JSON.stringify(text.slice(start, end)).slice(1, -1));
      start = end;
    }
    this.raw('"');
  }

  /** A large document repeats a few names thousands of times. */
  private quoted(text: string): string {
    if (text.length > maxNameLength) return JSON.stringify(text);
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const quoted = JSON.stringify(text);
    if (this.names.size < maxNames) this.names.set(text, quoted);
    return quoted;
  }

  /** Passes on what is left. */
  end(): void {
    if (this.chunk !== '') this.take(this.chunk);
    this.chunk = '';
  }
}

/** The first half of a surrogate pair: alone, it would be written as an escape. */
function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** Writes what `JSON.stringify` writes for a JSON value, chunk by chunk. The caller must limit its depth. */
export function writeJson(value: unknown, take: TakeChunk): void {
  const writer = new JsonWriter(take);
  writeValue(value, writer);
  writer.end();
}

function writeValue(value: unknown, writer: JsonWriter): void {
  if (typeof value === 'string') writer.text(value);
  else if (Array.isArray(value)) writeItems(value, writer);
  else if (typeof value === 'object' && value !== null) writeMembers(value, writer);
  else writer.raw(JSON.stringify(value) ?? 'null');
}

function writeItems(items: readonly unknown[], writer: JsonWriter): void {
  let before = '[';
  for (const item of items) {
    writer.raw(before);
    writeValue(item, writer);
    before = ',';
  }
  writer.raw(before === '[' ? '[]' : ']');
}

function writeMembers(value: object, writer: JsonWriter): void {
  let before = '{';
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    writer.raw(before);
    writer.text(name);
    writer.raw(':');
    writeValue(member, writer);
    before = ',';
  }
  writer.raw(before === '{' ? '{}' : '}');
}

/** How many bytes `JSON.stringify(value)` is in UTF-8. */
export function jsonSize(value: unknown): number {
  let bytes = 0;
  writeJson(value, (chunk) => {
    bytes += Buffer.byteLength(chunk);
  });
  return bytes;
}

/** `JSON.stringify(value)` in UTF-8. The text itself, which may be four times its bytes, is never in memory as a whole. */
export function jsonBuffer(value: unknown): Buffer {
  const buffer = Buffer.alloc(jsonSize(value));
  let written = 0;
  writeJson(value, (chunk) => {
    written += buffer.write(chunk, written);
  });
  return buffer;
}
