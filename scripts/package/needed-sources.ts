import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';

const root = join(__dirname, '..', '..');

/** What a clone makes when it needs it is there already in a package: see `functionCode`, `pageFile` and `published-schemas`. */
const madeAtBuild = ['./bundle-function', './bundle-page', './published-schemas'];

/** A file and every file of ours that it imports, whenever it does; of other packages, ours among them, none. */
export function neededSources(entries: readonly string[]): readonly string[] {
  return Object.keys(inputsOf(entries));
}

/** The packages that these files import, statically, on demand or by `require`; without Node's own. */
export function neededPackages(entries: readonly string[]): readonly string[] {
  const imports = Object.values(inputsOf(entries)).flatMap((input) => input.imports);
  // Neither a file that a build makes, nor what esbuild adds, nor a module that only a newer Node.js has.
  const names = imports.filter(({ external, path }) => external && !isBuiltin(path) && /^(?!node:)[@\w]/.test(path));
  return [...new Set(names.map(({ path }) => packageName(path)))].sort();
}

function inputsOf(entries: readonly string[]): Metafile['inputs'] {
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
  return metafile.inputs;
}

function packageName(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}
