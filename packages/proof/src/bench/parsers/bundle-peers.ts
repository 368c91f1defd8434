import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { benchFolder } from '../harness/bench-folder';

const peers = join(__dirname, '..', 'peers', 'parsers');

/** Bundles each parser separately, as a function would; returns the path of each. */
export function bundlePeers(names: readonly string[]): ReadonlyMap<string, string> {
  const outdir = benchFolder('parsers');
  buildSync({
    entryPoints: names.map((name) => join(peers, `${name}.ts`)),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    logLevel: 'error',
  });
  return new Map(names.map((name) => [name, join(outdir, `${name}.cjs`)]));
}
