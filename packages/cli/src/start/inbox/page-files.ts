import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = join(__dirname, '..', 'page');

export interface PageFile {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** What the page consists of, by its names under `/_local/`; the page itself has none. */
const files = {
  '': ['index.html', 'text/html; charset=utf-8'],
  'page.js': ['page.js', 'text/javascript; charset=utf-8'],
  'page.css': ['page.css', 'text/css; charset=utf-8'],
  'icon.svg': ['icon.svg', 'image/svg+xml'],
} as const;

const read = new Map<string, PageFile>();

/** Read and bundled on the first request, so that a start does not wait for a page that may never be opened. */
export function pageFile(name: string): PageFile | undefined {
  if (!isPageFile(name)) return undefined;
  const known = read.get(name);
  if (known !== undefined) return known;
  const [file, contentType] = files[name];
  const found = { contentType, bytes: file === 'page.js' ? script() : readFileSync(join(source, file)) };
  read.set(name, found);
  return found;
}

/** The package brings it ready-made; a clone makes it. */
function script(): Buffer {
  const readyMade = join(source, 'page.js');
  if (existsSync(readyMade)) return readFileSync(readyMade);
  // Only in a clone: the package does not bring esbuild.
  const { bundlePage }: typeof import('./bundle-page') = require('./bundle-page');
  return bundlePage().script;
}

export function isPageFile(name: string): name is keyof typeof files {
  return Object.hasOwn(files, name);
}
