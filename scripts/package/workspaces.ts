import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peerDependencies, version } from '../../package.json';

const root = join(__dirname, '..', '..');

/** One of our packages besides the product, as its manifest in the clone describes it: with TypeScript sources. */
export interface Workspace {
  readonly name: string;
  /** `packages/cli` */
  readonly folder: string;
  readonly manifest: Manifest;
  /** What others import or run, and what it starts by the path of the file itself. */
  readonly entries: readonly string[];
  /** Not in the manifest of the clone, where npm would look for the product in the registry. */
  readonly peers: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** Those that are published. */
export const localCloud = workspace('packages/local-cloud', {
  startedByPath: ['src/lambda/bootstrap.mts', 'src/run/watch/record-assets.mts'],
  peers: {},
});
export const cli = workspace('packages/cli', {
  startedByPath: [],
  peers: { 'vibes-callbacks': version, 'aws-cdk-lib': peerDependencies['aws-cdk-lib'] },
});

interface MoreOfWorkspace extends Pick<Workspace, 'peers'> {
  readonly startedByPath: readonly string[];
}

function workspace(folder: string, { startedByPath, peers }: MoreOfWorkspace): Workspace {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const named = [...Object.values(manifest.exports), ...Object.values(manifest.bin ?? {})];
  const entries = [...named.filter((path) => path.endsWith('.ts')), ...startedByPath];
  const paths = [...new Set(entries.map((path) => join(folder, path)))];
  return { name: manifest.name, folder, manifest, entries: paths, peers };
}
