/** What an operator's command needs to ask this local cloud: ` --local`, and its folder where that is not the default. */
export function localPlace(dataFolder: string): string {
  if (dataFolder === '.local') return ' --local';
  const isPlain = /^[\w./:@-]+$/.test(dataFolder);
  return ` --local --data ${isPlain ? dataFolder : `'${dataFolder.replaceAll("'", "'\\''")}'`}`;
}

/** As `lib/alarms.ts` writes it. */
const typed = /\bType: (?:npm run ops --|npx vibes-callbacks) [a-z -]+?(?: --stack [^\s.]+)?(?=\.)/;

/** An alarm's description whose command asks the local cloud. */
export function describedAt(place: string, description: string): string {
  return description.replace(typed, (command) => `${command}${place}`);
}
