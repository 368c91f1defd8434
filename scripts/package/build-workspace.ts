import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, declare, keepReachable } from './compile';
import { neededSources } from './needed-sources';
import type { Workspace } from './workspaces';

const root = join(__dirname, '..', '..');

/** Makes `packages/<name>/dist/`: a folder that can be packed. */
export function buildWorkspace(workspace: Workspace): string {
  const { folder, manifest, entries } = workspace;
  const output = join(root, folder, 'dist');
  rmSync(output, { recursive: true, force: true });
  const sources = neededSources(entries);
  // Where it has files of the product, the folders between them stay.
  const base = sources.every((file) => file.startsWith(`${folder}/`)) ? folder : '.';
  const within = (path: string) => join(base === '.' ? folder : '.', path);
  compile({ sources, base, output });
  const typed = Object.values(manifest.exports).filter((path) => path.endsWith('.ts'));
  declare(
    typed.map((path) => join(folder, path)),
    { base, output },
  );
  keepReachable(
    output,
    typed.map((path) => withEnding(within(path), '.d.ts')),
  );
  for (const path of Object.values(manifest.bin ?? {})) chmodSync(join(output, withEnding(within(path), '.js')), 0o755);
  writeFileSync(join(output, 'package.json'), `${JSON.stringify(publishedManifest(workspace, within), null, 2)}\n`);
  cpSync(join(root, folder, 'README.md'), join(output, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(output, 'LICENSE'));
  return output;
}

/** Of the manifest in the clone, what a user's npm needs, with JavaScript in the place of TypeScript. */
function publishedManifest({ manifest, peers }: Workspace, within: (path: string) => string): Record<string, unknown> {
  const {
    private: _private,
    scripts: _scripts,
    devDependencies: _development,
    exports,
    bin,
    dependencies,
    ...rest
  } = manifest;
  const { version } = rest;
  const published = (path: string) => `./${within(path)}`;
  const entry = (path: string) =>
    path.endsWith('.ts')
      ? { types: withEnding(published(path), '.d.ts'), default: withEnding(published(path), '.js') }
      : path;
  const ours = (name: string) => name.startsWith('@vibes-callbacks/');
  return {
    ...rest,
    ...(bin && { bin: mapValues(bin, (path) => withEnding(published(path), '.js').slice(2)) }),
    exports: mapValues(exports, entry),
    dependencies: mapValues(dependencies, (range, name) => (ours(name) ? version : range)),
    ...(Object.keys(peers).length > 0 && { peerDependencies: peers }),
  };
}

function mapValues<In, Out>(values: Readonly<Record<string, In>>, change: (value: In, key: string) => Out) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
}

function withEnding(path: string, ending: string): string {
  return path.replace(/\.ts$/, ending);
}
