import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..', '..');

export interface Compilation {
  /** Below the project; TypeScript, and JSON that it imports. */
  readonly sources: readonly string[];
  /** The folder that the paths in the output are below: `packages/local-cloud`, or `.`. */
  readonly base: string;
  /** Where it goes. */
  readonly output: string;
}

/** File by file, so that a stack trace and a type lead to the source that they are of. */
export function compile({ sources, base, output }: Compilation): void {
  const ending = (wanted: string) => sources.filter((file) => file.endsWith(wanted));
  transpile(ending('.ts'), 'cjs', '.js', base, output);
  transpile(ending('.mts'), 'esm', '.mjs', base, output);
  for (const file of ending('.json')) cpSync(join(root, file), join(output, file));
}

function transpile(
  entryPoints: readonly string[],
  format: 'cjs' | 'esm',
  extension: string,
  base: string,
  outdir: string,
) {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [...entryPoints],
    outbase: base,
    outdir,
    outExtension: { '.js': extension },
    format,
    platform: 'node',
    target: 'node20',
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

/** Writes the declarations of these entries and of everything that they refer to. */
export function declare(entries: readonly string[], { base, output }: Omit<Compilation, 'sources'>): void {
  const config = join(root, '.build', 'tsconfig.declarations.json');
  const compilerOptions = { rootDir: join(root, base), outDir: output };
  mkdirSync(dirname(config), { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({
      extends: '../tsconfig.build.json',
      compilerOptions,
      // Packages without types of their own.
      include: ['../packages/local-cloud/src/**/*.d.ts'],
      files: entries.map((file) => join(root, file)),
    }),
  );
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', config], { cwd: root, stdio: 'inherit' });
}

/** Removes every declaration in this folder that none of these leads to. */
export function keepReachable(folder: string, entries: readonly string[]): void {
  const reached = new Set<string>();
  const waiting = entries.map((entry) => join(folder, entry));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const imports = readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.{1,2}\/[^'"]+?)(?:\.js)?['"]/g);
    const from = dirname(file);
    waiting.push(...[...imports].map(([, path = '']) => join(from, `${path}.d.ts`)).filter((path) => existsSync(path)));
  }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (name.endsWith('.d.ts') && !reached.has(path)) rmSync(path);
  }
}
