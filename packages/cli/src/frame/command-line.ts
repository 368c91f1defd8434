import type { PlaceOptions } from '../reads/access';
import { localPlace } from './local-place';

/** Commands as they can be pasted into the shell. */
export interface CommandLines {
  /** @param words `dead list` */
  commandLine(words: string): string;
  /** A sentence whose `"dead list"` becomes the whole command line. */
  typed(sentence: string): string;
}

/**
 * Sentences name a command in double quotes, without the program and the place. A command line is for the same stack as the
 * command that names it.
 * @param program how the whole is called: `npm run ops --` in a clone
 * @param names of all commands
 */
export function commandLines(program: string, names: readonly string[], options: PlaceOptions): CommandLines {
  const named = new RegExp(`"((?:${names.join('|')})(?: [^"]*)?)"`, 'g');
  const place = placeOf(options);
  const commandLine = (words: string) => `${program} ${words}${place}`;
  return { commandLine, typed: (sentence) => sentence.replace(named, (_, words: string) => `"${commandLine(words)}"`) };
}

/** As it was typed, with a space before it. */
function placeOf({ local, data, stack, profile, region }: PlaceOptions): string {
  const more = Object.entries({ stack, profile, region }).map(([name, value]) =>
    value === undefined ? '' : ` --${name} ${value}`,
  );
  return `${local ? localPlace(data ?? '.local') : ''}${more.join('')}`;
}
