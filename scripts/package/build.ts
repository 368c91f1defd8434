import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin, transformSync } from 'esbuild';
import { detailTypes } from '../../lambda/reader/families';
import { functionEntries } from '../../lib/bundle-function';
import { commitFile, readCommit } from '../../lib/release';
import { name, version } from '../../package.json';
import {
  type BundledPackage,
  bundledPackages,
  functionBundle,
  inboxPage,
  pageBundle,
} from '../third-party/bundled-packages';
import { licenceTexts } from '../third-party/third-party-docs';
import { buildWorkspace } from './build-workspace';
import { compile, declare, keepReachable } from './compile';
import { neededSources } from './needed-sources';
import { publishedSchemasCode, publishedSchemasTypes } from './published-schemas';
import { cli, localCloud } from './workspaces';

const root = join(__dirname, '..', '..');

/** A path for each package: where it is packed from, or its tarball. */
export interface Packages {
  readonly product: string;
  readonly localCloud: string;
  readonly cli: string;
}

/** What a user imports of the product, and the command. */
export const productEntries = ['package/index.ts', 'package/events.ts', 'package/local.ts', 'bin/vibes-callbacks.ts'];

/** Builds `dist/` of the three packages, replacing what was there. @returns where each is packed from */
export async function buildPackages(): Promise<Packages> {
  const bundled = bundledPackages();
  await buildProduct(bundled.filter(({ functions }) => functions.some((bundle) => bundle !== inboxPage)));
  const page = bundled.filter(({ functions }) => functions.includes(inboxPage));
  return { product: root, localCloud: buildWorkspace(localCloud), cli: buildCli(page) };
}

async function buildProduct(bundled: readonly BundledPackage[]): Promise<void> {
  const output = join(root, 'dist');
  rmSync(output, { recursive: true, force: true });
  compile({ sources: neededSources(productEntries), base: '.', output });
  const schemas = join(output, 'lambda', 'reader', 'published-schemas');
  writeFileSync(`${schemas}.js`, transformSync(publishedSchemasCode(), { format: 'cjs' }).code);
  const typed = productEntries.filter((entry) => entry.startsWith('package/'));
  declare(typed, { base: '.', output });
  writeFileSync(`${schemas}.d.ts`, publishedSchemasTypes());
  keepReachable(
    output,
    typed.map((entry) => entry.replace(/\.ts$/, '.d.ts')),
  );
  await writeEventsModule(join(output, 'package'));
  writeFileSync(join(output, 'package.json'), nestedManifest);
  for (const entry of functionEntries) writeFunction(entry, output);
  chmodSync(join(output, 'bin', 'vibes-callbacks.js'), 0o755);
  writeOrigin(output, bundled);
}

function buildCli(bundled: readonly BundledPackage[]): string {
  const output = buildWorkspace(cli);
  const folder = join(output, cli.folder);
  cpSync(join(root, cli.folder, 'samples'), join(folder, 'samples'), { recursive: true });
  const page = join('src', 'start', 'page');
  mkdirSync(join(folder, page), { recursive: true });
  for (const file of ['index.html', 'page.css', 'icon.svg'])
    cpSync(join(root, cli.folder, page, file), join(folder, page, file));
  writeFileSync(join(folder, page, 'page.js'), pageBundle().script);
  writeOrigin(output, bundled);
  return output;
}

/** The commit, and the licenses of the others' code that is in the bundles. */
function writeOrigin(output: string, bundled: readonly BundledPackage[]): void {
  writeFileSync(join(output, 'THIRD-PARTY-LICENCES.txt'), licenceTexts({ bundled }));
  writeFileSync(join(output, commitFile), `${readCommit(root)}\n`);
}

/** What the code in `dist` asks of the manifest: in a nested one, Node.js ignores `exports` and publint refuses it. */
const nestedManifest = `${JSON.stringify({ name, version, type: 'commonjs', sideEffects: false }, null, 2)}\n`;

/** `./events` for bundlers: one file, of which a function that uses one guard takes a few hundred bytes. */
async function writeEventsModule(folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['package/events.ts'],
    outfile: join(folder, 'events.mjs'),
    bundle: true,
    format: 'esm',
    target: 'node20',
    plugins: [instead({ 'published-schemas': publishedSchemasCode(), families: detailTypesCode })],
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'events.d.mts'), "export * from './events.js';\n");
}

/** All that the guards need of the table of families. */
const detailTypesCode = `export const detailTypes = ${JSON.stringify(detailTypes)};\n`;

/** Other code in the place of these modules. */
function instead(modules: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'instead',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: new RegExp(`^\\./(${Object.keys(modules).join('|')})$`) }, ({ path }) => ({
        path: basename(path),
        namespace: 'instead',
      }));
      onLoad({ filter: /./, namespace: 'instead' }, ({ path }) => ({ contents: modules[path] ?? '' }));
    },
  };
}

function writeFunction(entry: (typeof functionEntries)[number], output: string): void {
  const folder = join(output, 'functions', entry);
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of functionBundle(entry).files) writeFileSync(join(folder, basename(path)), contents);
}
