import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of everything random: the same seed gives the same callbacks, in the same order. */
export interface Random {
  /** Both ends included. */
  int(min: number, max: number): number;
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** An item by its weight. */
  weighted<T extends string>(weights: Readonly<Partial<Record<T, number>>>): T;
  hex(digits: number): string;
  /** A lower-case UUID, as real message ids are (wire contract §2.1). */
  uuid(): string;
}

export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const int = (min: number, max: number) => uniformInt(generator, min, max);
  const unit = () => uniformFloat64(generator);
  const hex = (digits: number) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join('');
  return {
    int,
    chance: (probability) => unit() < probability,
    pick: (items) => items[int(0, items.length - 1)] ?? items[0],
    weighted: (weights) => pickWeighted(weights, unit()),
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${int(8, 11).toString(16)}${hex(3)}-${hex(12)}`,
  };
}

function pickWeighted<T extends string>(weights: Readonly<Partial<Record<T, number>>>, point: number): T {
  const entries = Object.entries<number>(weights as Record<T, number>).filter(([, weight]) => weight > 0);
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = point * total;
  for (const [name, weight] of entries) {
    rest -= weight;
    if (rest < 0) return name as T;
  }
  throw new RangeError('nothing to pick from: every weight is 0');
}

/** A number of the range reserved for fiction (555-0100 to 555-0199), in E.164. */
export function phoneNumber(random: Random): string {
  return `+1${random.pick(['312', '415', '206', '646'])}55501${digits(random, 2)}`;
}

/** Five zeros are not anyone's short code. */
export const shortCode = '00000';

export function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.int(0, 9)).join('');
}

const words = ['HELLO', 'stop', 'Yes, please', 'a < b & "c"', "it's ok", 'Grüße 🎉', 'two\nlines', ''] as const;

/** A text that breaks parsers: markup, quotes, emoji, line breaks, or empty. */
export function text(random: Random): string {
  return random.pick(words);
}

// One day of Vibes' traffic: fixed, because the same seed must give the same bytes.
const dayStart = Date.UTC(2024, 4, 6);

/** In milliseconds. */
export function moment(random: Random): number {
  return dayStart + random.int(0, 86_399_999);
}
