import { printable } from '@vibes-callbacks/local-cloud/text';
import { createColors } from 'picocolors';
import type { Io } from './io';

export interface Paint {
  dim(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
  bold(text: string): string;
}

/** Colors on a terminal only, and not with `NO_COLOR` (https://no-color.org). */
export function paintFor({ isTerminal, env }: Pick<Io, 'isTerminal' | 'env'>): Paint {
  const { dim, green, yellow, red, bold } = createColors(isTerminal && !env.NO_COLOR && env.TERM !== 'dumb');
  // The text may come from a stranger: strip its own colors.
  const shown = (colour: (text: string) => string) => (text: string) => colour(printable(text));
  return { dim: shown(dim), good: shown(green), warn: shown(yellow), bad: shown(red), bold: shown(bold) };
}
