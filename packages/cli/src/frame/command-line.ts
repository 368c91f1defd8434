import type { PlaceOptions } from '../reads/access';
import { defaultDataFolder, localPlace } from './local-place';
import { shellWord } from './shell-word';

/** Commands as they can be pasted into the shell. */
export interface CommandLines {
  /** @param words `dead list` */
  commandLine(words: string): string;
  /** A sentence whose `"dead list"` becomes the whole command line. */
  typed(sentence: string): string;
}

/** Where Vibes' API is and as whom it is asked, as `connect` and `doctor` take it. */
export interface VibesApiPlace {
  readonly company?: string;
  readonly api?: string;
  readonly user?: string;
  readonly secret?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** The commands that call it. */
const callsVibesApi = /^connect (?:platform|scopes|status|test)\b/;

/**
 * Sentences name a command in double quotes, without the program and the place. A command line is for the same stack as the
 * command that names it, and asks Vibes' API as that one did.
 * @param program how the whole is called: `npm run ops --` in a clone
 * @param names of all commands
 */
export function commandLines(
  program: string,
  names: readonly string[],
  options: PlaceOptions & VibesApiPlace,
): CommandLines {
  const named = new RegExp(`"((?:${names.join('|')})(?: [^"]*)?)"`, 'g');
  const place = placeOf(options);
  const commandLine = (words: string) =>
    `${program} ${words}${callsVibesApi.test(words) ? vibesApiOf(options) : ''}${place}`;
  return { commandLine, typed: (sentence) => sentence.replace(named, (_, words: string) => `"${commandLine(words)}"`) };
}

/** As it was typed, with a space before it. */
function placeOf({ local, data, stack, profile, region }: PlaceOptions): string {
  const more = Object.entries({ stack, profile, region }).map(([name, value]) =>
    value === undefined ? '' : ` --${name} ${value}`,
  );
  return `${local ? localPlace(data ?? defaultDataFolder) : ''}${more.join('')}`;
}

function vibesApiOf({ company, api, user, secret, cert, key }: VibesApiPlace): string {
  return Object.entries({ company, api, user, secret, cert, key })
    .map(([name, value]) => (value === undefined ? '' : ` --${name} ${shellWord(value)}`))
    .join('');
}
