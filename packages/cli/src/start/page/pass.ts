const inUrl = /^#pass=([\w-]+)(\/.*)?$/;
const storedAs = 'pass';

let pass: string | undefined;

/**
 * Takes the pass that the URL of the start brings in its fragment, which no server and no log ever gets, out of the
 * address, and keeps it for this tab. @returns whether there was one
 */
export function takePass(): boolean {
  const [, found, rest = ''] = inUrl.exec(location.hash) ?? [];
  if (found === undefined) return false;
  pass = found;
  sessionStorage.setItem(storedAs, found);
  history.replaceState(null, '', `${location.pathname}${rest === '' ? '' : `#${rest}`}`);
  return true;
}

/** What each request shows. */
export function passHeader(): Record<string, string> {
  pass ??= sessionStorage.getItem(storedAs) ?? '';
  return { 'x-local-page': pass };
}
