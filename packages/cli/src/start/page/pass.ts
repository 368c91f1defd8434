const inUrl = /^#pass=([\w-]+)(\/.*)?$/;
const storedAs = 'pass';

let pass: string | undefined;

/**
 * Moves the pass from the fragment of the printed URL, which no server and no log ever sees, to this tab's session
 * storage. @returns whether there was one
 */
export function takePass(): boolean {
  const [, found, rest = ''] = inUrl.exec(location.hash) ?? [];
  if (found === undefined) return false;
  pass = found;
  sessionStorage.setItem(storedAs, found);
  history.replaceState(null, '', `${location.pathname}${rest === '' ? '' : `#${rest}`}`);
  return true;
}

/** The header that each request sends. */
export function passHeader(): Record<string, string> {
  pass ??= sessionStorage.getItem(storedAs) ?? '';
  return { 'x-local-page': pass };
}
