import { printable } from '@vibes-callbacks/local-cloud/text';
import { createColors } from 'picocolors';
import type { LinePaint } from './callback-lines';

/** Colour for a terminal; plain for a pipe, and where NO_COLOR says so. */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): LinePaint {
  const { green, red, yellow, gray } = createColors(stream.isTTY === true && !environment.NO_COLOR);
  // What is painted may be a stranger's: it has no colours of its own.
  const shown = (colour: (text: string) => string) => (text: string) => colour(printable(text));
  return { good: shown(green), bad: shown(red), odd: shown(yellow), faint: shown(gray) };
}
