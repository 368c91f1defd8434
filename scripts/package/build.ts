import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleFunction, functionEntries } from '../../lib/bundle-function';
import { commitFile, readCommit } from '../../lib/release';
import { name, version } from '../../package.json';
import { bundlePage } from '../../packages/cli/src/start/inbox/bundle-page';
import { bundledPackages } from '../third-party/bundled-packages';
import { licenceTexts } from '../third-party/third-party-docs';
import { neededSources } from './needed-sources';

const root = join(__dirname, '..', '..');
const dist = join(root, 'dist');

/** Makes `dist/`: what the package ships. What was there before is gone. */
export function buildPackage(): void {
  rmSync(dist, { recursive: true, force: true });
  const sources = neededSources();
  compile(
    sources.filter((file) => file.endsWith('.ts')),
    'cjs',
    '.js',
  );
  compile(
    sources.filter((file) => file.endsWith('.mts')),
    'esm',
    '.mjs',
  );
  execFileSync(
    process.execPath,
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  for (const file of sources.filter((one) => one.endsWith('.json'))) cpSync(join(root, file), join(dist, file));
  writeFileSync(join(dist, 'package.json'), nestedManifest);
  for (const entry of functionEntries) writeFunction(entry);
  writeFileSync(join(dist, 'THIRD-PARTY-LICENCES.txt'), licenceTexts({ bundled: bundledPackages() }));
  writeFileSync(join(dist, commitFile), `${readCommit(root)}\n`);
  chmodSync(join(dist, 'bin', 'vibes-callbacks.js'), 0o755);
  copySamples();
  writePage();
}

/** What the code in `dist` asks of the manifest: in a nested one, Node.js ignores `exports` and publint refuses it. */
const nestedManifest = `${JSON.stringify({ name, version, type: 'commonjs' }, null, 2)}\n`;

/** File by file, so that a stack trace and a type lead to the source that they are of. */
function compile(entryPoints: readonly string[], format: 'cjs' | 'esm', extension: string): void {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [...entryPoints],
    outbase: '.',
    outdir: 'dist',
    outExtension: { '.js': extension },
    format,
    platform: 'node',
    target: 'node22',
    sourcemap: true,
    logLevel: 'warning',
    write: false,
  });
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, withEndings(text));
  }
}

/** `import()` finds no file without its ending; `require` does. */
function withEndings(code: string): string {
  return code.replace(/\bimport\("(\.{1,2}\/[^"]+?)(?:\.js)?"\)/g, 'import("$1.js")');
}

function writeFunction(entry: (typeof functionEntries)[number]): void {
  const folder = join(dist, 'functions', entry);
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of bundleFunction(entry).files) writeFileSync(join(folder, basename(path)), contents);
}

function writePage(): void {
  const folder = join('local', 'app', 'page');
  mkdirSync(join(dist, folder), { recursive: true });
  for (const file of ['index.html', 'page.css', 'icon.svg']) cpSync(join(root, folder, file), join(dist, folder, file));
  writeFileSync(join(dist, folder, 'page.js'), bundlePage().script);
}

function copySamples(): void {
  const samples = join(root, 'tools', 'samples');
  cpSync(samples, join(dist, 'tools', 'samples'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
}
