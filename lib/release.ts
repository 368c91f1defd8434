import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
// Read, not imported: on Node.js 20, tsx cannot import JSON into a CommonJS module that an ES module loads.
const { version }: { readonly version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** An installed package has its commit in a file, because its repository is elsewhere. */
export const commitFile = 'commit.txt';

/** Whether this is the installed package, in a project of its own; not a clone. */
export const isPackage = existsSync(join(root, commitFile));

/** How to type an operator's command: in a project that has the package, or in a clone. */
export const operatorCommand = isPackage ? 'npx vibes-callbacks' : 'npm run ops --';

/** How to change a setting: in code in your own app, by a command in a clone. */
export function howToSet(key: string, value: string, inPackage = isPackage): string {
  return inPackage ? `in your app give VibesCallbacks ${key}: ${value}` : `npm run settings -- ${key}=${value}`;
}

/** The version and the commit that a deployment is made from. */
export interface Release {
  readonly version: string;
  /** Commit of the sources, ending in `-dirty` if they have changed since; `unknown` without git. */
  readonly commit: string;
}

let known: Release | undefined;

/** The release of these sources, asked of git once. */
export function release(): Release {
  known ??= { version, commit: readCommit(root) };
  return known;
}

/** For the functions' environment: `0.1.0+8609632aab12`, as in semantic versioning. */
export function releaseText({ version, commit }: Release): string {
  return `${version}+${commit}`;
}

/** An installed package is not in our repository, and its project's own commit says nothing about our sources. */
export function readCommit(directory: string): string {
  const kept = join(directory, commitFile);
  if (existsSync(kept)) return readFileSync(kept, 'utf8').trim();
  if (!existsSync(join(directory, '.git'))) return 'unknown';
  try {
    const options = ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'];
    return execFileSync('git', options, {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
