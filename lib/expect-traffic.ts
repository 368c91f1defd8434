import { sentRows } from '../lambda/reader/families';
import type { SettingRule } from './setting-rules';

/** The families that can be expected: all those that Vibes sends. */
export const expectedFamilies = sentRows.map(({ url }) => url.expected);

export type ExpectedFamily = (typeof expectedFamilies)[number];

/** How long each may be silent: `{ receipts: '1h', mo: '24h' }`. */
export type ExpectTraffic = Partial<Record<ExpectedFamily, string>>;

/**
 * Reads `receipts=1h,mo=24h`; a file may have the object itself. A value that cannot be read stays as it is, for the
 * rule to refuse.
 */
export function readExpectTraffic(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  if (raw.trim().startsWith('{')) return parsed(raw);
  const pairs = raw.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  return pairs.every(({ length }) => length === 2) ? Object.fromEntries(pairs) : raw;
}

export const isExpectTraffic: SettingRule<ExpectTraffic> = (value: unknown) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'write families and how long each may be silent, as in "receipts=1h,mo=24h"';
  }
  const families: readonly string[] = expectedFamilies;
  const unknown = Object.keys(value).filter((family) => !families.includes(family));
  if (unknown.length > 0) return `${unknown.join(', ')} is not a family: choose from ${families.join(', ')}`;
  const wrong = Object.entries(value).find(([, longest]) => !isSilence(longest));
  return wrong && `write 5m to 60m, or 1h to 168h, as in "${wrong[0]}=1h"`;
};

/** @param longest what the rule lets pass */
export function silenceMinutes(longest: string): number {
  const amount = Number.parseInt(longest, 10);
  return longest.endsWith('h') ? amount * 60 : amount;
}

/** An alarm evaluates a week at most, and no more than a day in periods shorter than an hour. */
function isSilence(longest: unknown): boolean {
  const [, digits, unit] = /^(\d{1,3})([mh])$/.exec(String(longest)) ?? [];
  const amount = Number(digits);
  return unit === 'm' ? amount >= 5 && amount <= 60 : unit === 'h' && amount >= 1 && amount <= 168;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
