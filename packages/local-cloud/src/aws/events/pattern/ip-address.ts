/** An address as hexadecimal digits: 8 of IPv4, 32 of IPv6. */
export function addressDigits(text: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return ipv4Digits(text);
  return /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(text) ? ipv6Digits(text) : undefined;
}

/** First and last address of a block, as digits. @throws Error that says what is wrong with it */
export function addressBlock(cidr: string): readonly [first: string, last: string] {
  const [address = '', bits = '', ...others] = cidr.split('/');
  if (others.length > 0 || !cidr.includes('/')) throw new Error(`"${cidr}" is not a CIDR block: one "/" is needed`);
  if (!/^\+?\d+$/.test(bits)) throw new Error(`"${cidr}" is not a CIDR block: its mask must be a whole number`);
  const digits = addressDigits(address);
  if (digits === undefined) throw new Error(`"${address}" is not an IP address`);
  const mask = Number(bits);
  const width = digits.length * 4;
  if (mask >= width) throw new Error(`the mask of "${cidr}" must be less than ${width}`);
  const free = (1n << BigInt(width - mask)) - 1n;
  const value = BigInt(`0x${digits}`);
  return [hex(value & ~free, digits.length), hex(value | free, digits.length)];
}

/**
 * Whether digits lie between two others. EventBridge decides from the left, as soon as the digits allow it: of a
 * longer address (IPv6 against an IPv4 block) the first digits count; a shorter one must lie between them in any
 * case.
 */
export function isBetween(digits: string, first: string, last: string): boolean {
  const head = digits.slice(0, first.length);
  if (head.length === first.length) return head >= first && head <= last;
  return head > first.slice(0, head.length) && head < last.slice(0, head.length);
}

function ipv4Digits(text: string): string | undefined {
  const parts = text.split('.').map(Number);
  if (text.length > 15 || parts.some((part) => part > 255)) return undefined;
  return parts.map((part) => hex(BigInt(part), 2)).join('');
}

function ipv6Digits(text: string): string | undefined {
  const [head = '', tail, ...others] = text.split('::');
  if (others.length > 0) return undefined;
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = groups(tail ?? '');
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...new Array<string>(missing).fill('0'), ...after];
  if (all.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const digits = all.map((group) => group.toUpperCase().padStart(4, '0')).join('');
  // An IPv4-mapped IPv6 address is the IPv4 address.
  return digits.startsWith('00000000000000000000FFFF') ? digits.slice(24) : digits;
}

function hex(value: bigint, length: number): string {
  return value.toString(16).toUpperCase().padStart(length, '0');
}
