import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** The page's script with the library that it uses, for browsers of the last years. */
export function bundlePage(): Buffer {
  const { outputFiles } = buildSync({
    absWorkingDir: join(__dirname, '..', 'page'),
    entryPoints: ['main.tsx'],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    banner: { js: '/* Contains Preact (https://preactjs.com), MIT licence, (c) Jason Miller and contributors. */' },
    outfile: 'page.js',
    write: false,
    logLevel: 'error',
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}
