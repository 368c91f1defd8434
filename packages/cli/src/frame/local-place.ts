import { shellWord } from './shell-word';

/** Of a local cloud, where no option names another. */
export const defaultDataFolder = '.local';

/** The options that point a command at this local cloud: ` --local`, and its folder if it is not the default. */
export function localPlace(dataFolder: string): string {
  if (dataFolder === defaultDataFolder) return ' --local';
  return ` --local --data ${shellWord(dataFolder)}`;
}
