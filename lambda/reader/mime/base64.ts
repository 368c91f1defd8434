const padding = 0x3d;

/** Whether a byte is of the alphabet of RFC 4648, section 4. */
const isLetter = Uint8Array.from({ length: 256 }, (_, byte) => Number(/[A-Za-z0-9+/]/.test(String.fromCharCode(byte))));

/**
 * Whether all bytes are base64: groups of four, the last one padded or, as some senders leave it, not. Line ends and
 * spaces may be anywhere. A decoder would silently drop what follows the padding, or a last group of one letter.
 */
export function isBase64(bytes: Uint8Array): boolean {
  let letters = 0;
  let paddings = 0;
  // By index, because bodies have megabytes.
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x09) continue;
    if (byte === padding) paddings++;
    else if (paddings > 0 || isLetter[byte] === 0) return false;
    else letters++;
  }
  return paddings === 0 ? letters % 4 !== 1 : paddings <= 2 && (letters + paddings) % 4 === 0;
}
