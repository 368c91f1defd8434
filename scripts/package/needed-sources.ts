import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..', '..');

/** What a user's code, a terminal or the local cloud starts; all else is compiled because these need it. */
const entries = [
  'package/index.ts',
  'package/events.ts',
  'package/local.ts',
  'packages/cli/bin/vibes-callbacks.ts',
  'packages/local-cloud/src/lambda/bootstrap.mts',
  'packages/local-cloud/src/run/watch/record-assets.mts',
];

/** The entries and every file of ours that they import, whenever they do. */
export function neededSources(): readonly string[] {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: entries,
    bundle: true,
    packages: 'external',
    // Made at build here; see `functionCode` and `pageFile`.
    external: ['./bundle-function', './bundle-page'],
    platform: 'node',
    format: 'esm',
    outdir: 'dist',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs);
}

/** The packages that these files import, statically, on demand or by `require`; without Node's own. */
export function packagesOf(sources: readonly string[]): readonly string[] {
  const specifier = /(?:from|import|import\(|require\()\s*'((?!node:)(?:@[\w-]+\/)?[\w-][^'\s]*)'/g;
  const found = sources.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').replace(typeImport, '').matchAll(specifier)].map(
      ([, name = '']) => name,
    ),
  );
  return [...new Set([...found.map(packageName), ...loadedByFile])].sort();
}

/** `import type … from` leaves nothing in the JavaScript. */
const typeImport = /^import type [^;]+;$/gm;

/** Not exported by its package, so loaded by the path of its files. */
const loadedByFile = ['fauxqs'];

function packageName(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}
