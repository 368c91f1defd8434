import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What is wrong with a value, as advice that follows "… is X: ", without a period. Undefined if nothing is. */
export type SettingRule<T> = (value: T) => string | undefined;

const logDays = Object.values(RetentionDays).filter((days): days is number => typeof days === 'number' && days < 9999);

export function matches(pattern: RegExp, advice: string): SettingRule<string> {
  return (value) => (pattern.test(value) ? undefined : advice);
}

export function oneOf(values: readonly string[]): SettingRule<string> {
  const choice = `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
  return (value) => (values.includes(value) ? undefined : `write ${choice}`);
}

export function wholeBetween(low: number, high: number, unit: string): SettingRule<number> {
  return (value) =>
    Number.isInteger(value) && value >= low && value <= high
      ? undefined
      : `write a whole number from ${low} to ${high}${unit}`;
}

export function trueOrFalse(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'write true or false';
}

export function daysOfLogs(days: number): string | undefined {
  return logDays.includes(days) ? undefined : `write a number that CloudWatch Logs offers: ${logDays.join(', ')}`;
}

/** The API answers over IPv4 only; a block wider than /8 is a mistake that admits too many. */
export function ipv4Blocks(addresses: readonly string[]): string | undefined {
  const wrong = addresses.filter((address) => !isIpv4Block(address));
  if (wrong.length > 0)
    return `${wrong.join(', ')} is not an IPv4 address or a block of /8 to /32, as in "203.0.113.0/24"`;
  // A resource policy holds 8,192 characters.
  return addresses.length > 250 ? 'the resource policy has room for 250; write blocks instead' : undefined;
}

function isIpv4Block(text: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (match === null) return false;
  const [, ...numbers] = match;
  const prefix = Number(numbers[4] ?? 32);
  return numbers.slice(0, 4).every((octet) => Number(octet) <= 255) && prefix >= 8 && prefix <= 32;
}
