const padding = 0x3d;

/** Whether a byte is of the alphabet of RFC 4648, section 4. */
const isLetter = Uint8Array.from({ length: 256 }, (_, byte) => Number(/[A-Za-z0-9+/]/.test(String.fromCharCode(byte))));

/**
 * Whether bytes are base64 from their first to their last: quanta of four, the last one padded or, as some senders leave
 * it, not. Line ends and spaces may stand anywhere. A decoder says nothing of what follows the padding, or of a last
 * quantum of one letter, and leaves it out.
 */
export function isBase64(bytes: Uint8Array): boolean {
  let letters = 0;
  let paddings = 0;
  // By index: bodies have megabytes.
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x09) continue;
    if (byte === padding) paddings++;
    else if (paddings > 0 || isLetter[byte] === 0) return false;
    else letters++;
  }
  return paddings === 0 ? letters % 4 !== 1 : paddings <= 2 && (letters + paddings) % 4 === 0;
}
