import { createColors } from 'picocolors';
import type { Io } from './io';

export interface Paint {
  dim(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
  bold(text: string): string;
}

/** Colours on a terminal only, and not where `NO_COLOR` asks for none (https://no-color.org). */
export function paintFor({ isTerminal, env }: Pick<Io, 'isTerminal' | 'env'>): Paint {
  const { dim, green, yellow, red, bold } = createColors(isTerminal && !env.NO_COLOR && env.TERM !== 'dumb');
  return { dim, good: green, warn: yellow, bad: red, bold };
}
