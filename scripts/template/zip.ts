export interface ZipEntry {
  /** In ASCII, with slashes between folders. */
  readonly name: string;
  readonly content: Buffer;
}

/** MS-DOS' first day, 1 January 1980, in the date field. */
const firstDay = 0x21;
/** Version 2.0 of the format; made on Unix, which gives the attributes their meaning. */
const version = 20;
const unix = 3 << 8;
/** A regular file that everyone may read: Lambda runs the code as another user. */
const attributes = (0o100644 << 16) >>> 0;

/**
 * A zip of these files, in the order of their names. The same files are the same bytes on every machine: there are no times
 * in it, and nothing is compressed, since the compression of zlib depends on its version and the processor.
 */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of sorted) {
    const path = Buffer.from(name, 'utf8');
    const common = commonFields(content, path);
    const file = Buffer.concat([word(0x04034b50), common, half(0), path, content]);
    // Comment, disk, internal attributes: none.
    const none = Buffer.concat([half(0), half(0), half(0), half(0)]);
    directory.push(
      Buffer.concat([word(0x02014b50), half(unix | version), common, none, word(attributes), word(offset), path]),
    );
    files.push(file);
    offset += file.length;
  }
  const central = Buffer.concat(directory);
  const count = half(sorted.length);
  const end = Buffer.concat([
    word(0x06054b50),
    half(0),
    half(0),
    count,
    count,
    word(central.length),
    word(offset),
    half(0),
  ]);
  return Buffer.concat([...files, central, end]);
}

/** What the local header and the directory have alike: version to extract to name length. */
function commonFields(content: Buffer, path: Buffer): Buffer {
  return Buffer.concat([
    half(version),
    half(0),
    half(0),
    half(0),
    half(firstDay),
    word(crc32(content)),
    word(content.length),
    word(content.length),
    half(path.length),
  ]);
}

function half(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const table = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** zlib's own is missing in the oldest Node.js that is supported. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
