import { bundleFunction, type FunctionEntry, functionEntries } from '../../lib/bundle-function';
import { bundlePage, type PageBundle } from '../../packages/cli/src/start/inbox/bundle-page';
import { byName, readPackage, type ThirdPartyPackage } from './third-party-package';

export const inboxPage = 'inbox page';

export type BundleName = FunctionEntry | typeof inboxPage;

export interface BundledPackage extends ThirdPartyPackage {
  /** Of which bundles: the functions', and the inbox page's. */
  readonly functions: readonly BundleName[];
}

/** What is in the bundles of the functions and of the inbox page, by the bundler's own account: a package of which no byte is left is in none. */
export function bundledPackages(): readonly BundledPackage[] {
  const functions = new Map<string, BundleName[]>();
  for (const entry of [...functionEntries, inboxPage] as const) {
    for (const directory of directoriesIn(entry)) {
      functions.set(directory, [...(functions.get(directory) ?? []), entry]);
    }
  }
  return [...functions].map(([directory, used]) => ({ ...readPackage(directory), functions: used })).sort(byName);
}

const bundles = new Map<FunctionEntry, ReturnType<typeof bundleFunction>>();

/** Bundled once in a process: the build asks for a bundle's files, and for the packages in it. */
export function functionBundle(entry: FunctionEntry): ReturnType<typeof bundleFunction> {
  const bundle = bundles.get(entry) ?? bundleFunction(entry);
  bundles.set(entry, bundle);
  return bundle;
}

let page: PageBundle | undefined;

export function pageBundle(): PageBundle {
  page ??= bundlePage();
  return page;
}

function directoriesIn(entry: BundleName): ReadonlySet<string> {
  const { metafile } = entry === inboxPage ? pageBundle() : functionBundle(entry);
  const outputs = Object.values(metafile.outputs);
  const files = outputs.flatMap(({ inputs }) => Object.entries(inputs).filter(([, one]) => one.bytesInOutput > 0));
  return new Set(files.flatMap(([file]) => packageDirectory(file) ?? []));
}

/** `node_modules/a/node_modules/@b/c/dist/x.js` is of `node_modules/a/node_modules/@b/c`; undefined for a file of ours. */
export function packageDirectory(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}
