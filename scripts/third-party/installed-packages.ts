import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../lambda/shared/json';
import { byName, readPackage, root, type ThirdPartyPackage } from './third-party-package';

type Locked = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The workspaces that are published; `vibes-callbacks` itself has no dependencies. */
const published = ['packages/cli', 'packages/local-cloud'] as const;

/** What `npm install @vibes-callbacks/cli` installs, in the versions of the lock file: the dependencies, and theirs. */
export function installedPackages(): readonly ThirdPartyPackage[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Locked };
  const found = new Set<string>();
  const names = published.flatMap((path) => namesIn(packages[path]?.dependencies));
  const waiting = names.filter((name) => !isOurs(name)).map((name) => locate(packages, '', name));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const { dependencies, optionalDependencies } = packages[next] ?? {};
    const from = next;
    waiting.push(...namesIn(dependencies).map((name) => locate(packages, from, name)));
    // Those of another platform are in the lock file, and are not here.
    waiting.push(...namesIn(optionalDependencies).flatMap((name) => tryToLocate(packages, from, name) ?? []));
  }
  return [...found].map((directory) => readPackage(directory)).sort(byName);
}

function isOurs(name: string): boolean {
  return name.startsWith('@vibes-callbacks/');
}

function namesIn(dependencies: unknown): readonly string[] {
  return isRecord(dependencies) ? Object.keys(dependencies) : [];
}

/** As Node.js looks for it: next to the package that needs it, then further up. */
function tryToLocate(packages: Locked, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (folder === '') return undefined;
  }
}

function locate(packages: Locked, from: string, name: string): string {
  const path = tryToLocate(packages, from, name);
  if (path === undefined)
    throw new Error(`${from} needs ${name}, which is not in package-lock.json: run "npm install".`);
  return path;
}
