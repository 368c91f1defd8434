import { join } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';

export interface PageBundle {
  readonly script: Buffer;
  readonly metafile: Metafile;
}

/** The page's script with the library that it uses, for browsers of the last years. */
export function bundlePage(): PageBundle {
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: join(__dirname, '..', '..', '..', '..', '..'),
    entryPoints: ['packages/cli/src/start/page/main.tsx'],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    banner: { js: '/* Contains Preact (https://preactjs.com), MIT licence, (c) Jason Miller and contributors. */' },
    outfile: 'page.js',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  return { script: Buffer.from(outputFiles[0]?.contents ?? []), metafile };
}
