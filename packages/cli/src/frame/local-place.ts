/** What an operator's command needs to ask this local cloud: ` --local`, and its folder where that is not the default. */
export function localPlace(dataFolder: string): string {
  if (dataFolder === '.local') return ' --local';
  const isPlain = /^[\w./:@-]+$/.test(dataFolder);
  return ` --local --data ${isPlain ? dataFolder : `'${dataFolder.replaceAll("'", "'\\''")}'`}`;
}
