import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every source below a folder, with a mark that changes when it does. */
export type SourceFiles = ReadonlyMap<string, string>;

/** Excludes installed, generated and hidden files. */
const left: ReadonlySet<string> = new Set(['node_modules', 'cdk.out', 'coverage', 'dist']);

/** Polled: a folder of a CDK app has some hundred files, and watching a tree differs from system to system. */
export function readSourceFiles(directory: string, except: readonly string[] = []): SourceFiles {
  const files = new Map<string, string>();
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.') || left.has(entry.name) || except.includes(path)) continue;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) files.set(path, markOf(path));
    }
  };
  visit(directory);
  return files;
}

/** A file may have been deleted meanwhile. */
function markOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return `${found?.mtimeMs} ${found?.size}`;
}

export function changedFiles(before: SourceFiles, after: SourceFiles): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}
