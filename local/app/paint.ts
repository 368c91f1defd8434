import { createColors } from 'picocolors';
import type { Paint } from './callback-lines';

/** Colour for a terminal; plain for a pipe, and where NO_COLOR says so. */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Paint {
  const { green, red, yellow, gray } = createColors(stream.isTTY === true && !environment.NO_COLOR);
  return { good: green, bad: red, odd: yellow, faint: gray };
}
