import { bundleFunction, type FunctionEntry, functionEntries } from '../../lib/bundle-function';
import { byName, readPackage, type ThirdPartyPackage } from './third-party-package';

export interface BundledPackage extends ThirdPartyPackage {
  readonly functions: readonly FunctionEntry[];
}

/** What is in the functions' bundles, by the bundler's own account: a package of which no byte is left is in none. */
export function bundledPackages(): readonly BundledPackage[] {
  const functions = new Map<string, FunctionEntry[]>();
  for (const entry of functionEntries) {
    for (const directory of directoriesIn(entry)) {
      functions.set(directory, [...(functions.get(directory) ?? []), entry]);
    }
  }
  return [...functions].map(([directory, used]) => ({ ...readPackage(directory), functions: used })).sort(byName);
}

function directoriesIn(entry: FunctionEntry): ReadonlySet<string> {
  const outputs = Object.values(bundleFunction(entry).metafile.outputs);
  const files = outputs.flatMap(({ inputs }) => Object.entries(inputs).filter(([, one]) => one.bytesInOutput > 0));
  return new Set(files.flatMap(([file]) => packageDirectory(file) ?? []));
}

/** `node_modules/a/node_modules/@b/c/dist/x.js` is of `node_modules/a/node_modules/@b/c`; undefined for a file of ours. */
export function packageDirectory(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}
