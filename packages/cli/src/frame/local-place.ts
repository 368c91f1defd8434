import { shellWord } from './shell-word';

/** The options that point a command at this local cloud: ` --local`, and its folder if it is not the default. */
export function localPlace(dataFolder: string): string {
  if (dataFolder === '.local') return ' --local';
  return ` --local --data ${shellWord(dataFolder)}`;
}
