import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..', '..');

/** A file and every file of ours that it imports, whenever it does; of other packages, ours among them, none. */
export function neededSources(entries: readonly string[]): readonly string[] {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [...entries],
    bundle: true,
    packages: 'external',
    external: madeAtBuild,
    platform: 'node',
    format: 'esm',
    outdir: 'dist',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs);
}

/** What a clone makes when it needs it is there already in a package: see `functionCode`, `pageFile` and `published-schemas`. */
const madeAtBuild = ['./bundle-function', './bundle-page', './published-schemas'];

/** The packages that these files import, statically, on demand or by `require`; without Node's own. */
export function packagesOf(sources: readonly string[]): readonly string[] {
  const specifier = /(?:from|import|import\(|require\()\s*'((?!node:)(?:@[\w-]+\/)?[\w-][^'\s]*)'/g;
  const found = sources.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').replace(typeImport, '').matchAll(specifier)].map(
      ([, name = '']) => name,
    ),
  );
  return [...new Set(found.map(packageName))].sort();
}

/** `import type … from` leaves nothing in the JavaScript. */
const typeImport = /^(?:import|export) type [^;]+;$/gm;

function packageName(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}
