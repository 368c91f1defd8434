import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { type BuildOptions, buildSync, type Metafile, type OutputFile } from 'esbuild';

const root = join(__dirname, '..');

/** A folder under `lambda/` with an `index.ts` that exports `handler`. */
export const functionEntries = ['challenge', 'ingest', 'consumer', 'sweep'] as const;
export type FunctionEntry = (typeof functionEntries)[number];

export interface FunctionBundle {
  readonly files: readonly OutputFile[];
  readonly metafile: Metafile;
}

/** A client of the SDK that is a file of its own in the asset. */
interface ClientFile {
  readonly package: string;
  /** Exports of it what is used. */
  readonly source: string;
  /** What it would load on demand for operations that we do not have: left out. */
  readonly without: readonly string[];
}

const eventStreams = '@smithy/core/event-streams';

/**
 * The clients of ingest, one file each, minified. Shared among each other, as splitting does it, one makes every start
 * read what only another needs (80 KB of XML for S3), and a start waits for each file; short names make it 5 %
 * shorter, which our own code, to be read in a stack trace, does without.
 */
const clientFiles: Readonly<Record<FunctionEntry, readonly ClientFile[]>> = {
  ingest: [
    { package: '@aws-sdk/client-s3', source: 'lambda/bundle/s3.ts', without: [] },
    {
      package: '@aws-sdk/client-secrets-manager',
      source: 'lambda/bundle/secrets-manager.ts',
      without: [eventStreams],
    },
    { package: '@aws-sdk/client-sqs', source: 'lambda/bundle/sqs.ts', without: [eventStreams] },
  ],
  challenge: [],
  consumer: [],
  sweep: [],
};

/** Bundles `lambda/<entry>/index.ts`, in memory. */
export function bundleFunction(entry: FunctionEntry): FunctionBundle {
  const clients = clientFiles[entry];
  const builds = [buildEntry(entry, clients), ...clients.map(buildClient)];
  return {
    files: builds.flatMap(({ outputFiles }) => outputFiles),
    metafile: {
      inputs: Object.assign({}, ...builds.map(({ metafile }) => metafile.inputs)),
      outputs: Object.assign({}, ...builds.map(({ metafile }) => metafile.outputs)),
    },
  };
}

function buildEntry(entry: FunctionEntry, clients: readonly ClientFile[]) {
  const alias = Object.fromEntries(clients.map(({ package: name, source }) => [name, outputOf(source)]));
  return build({
    entryPoints: { index: join('lambda', entry, 'index.ts') },
    alias: { ...aliases, ...alias },
    external: Object.values(alias),
    splitting: true,
  });
}

function buildClient({ source, without }: ClientFile) {
  const nothing = Object.fromEntries(without.map((name) => [name, 'data:text/javascript,export {}']));
  return build({ entryPoints: [source], entryNames: '[name]', alias: { ...aliases, ...nothing }, minify: true });
}

function outputOf(source: string): string {
  return `./${basename(source, '.ts')}.mjs`;
}

/**
 * What each option is worth was measured (docs/decisions): splitting keeps what the SDK loads on demand out of the start;
 * `module` before `main` gives esbuild something to shake.
 */
function build(options: BuildOptions) {
  return buildSync({
    ...options,
    absWorkingDir: root,
    // Never written to: a fixed place makes the paths in the source maps, and so the asset's hash, the same everywhere.
    outdir: root,
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'error',
  });
}

/**
 * Node's modules that are nothing but a namespace (no function, no class, no emitter of events), each with its functions
 * that the SDK looks up at its start and calls later, if ever.
 */
const namespaces: Readonly<Record<string, readonly string[]>> = {
  child_process: [],
  crypto: [],
  fs: [],
  'fs/promises': [],
  http: [],
  https: [],
  os: [],
  zlib: ['crc32'],
};

const aliases: Readonly<Record<string, string>> = {
  ...builtinsOnDemand(),
  // Credentials come from the environment, or not at all: what looks for them elsewhere is dead weight in Lambda.
  '@aws-sdk/credential-provider-node': './lambda/bundle/no-credential-chain.ts',
};

/**
 * Node's built-in modules through `process.getBuiltinModule`: an ESM import of `node:http` evaluates every lazy getter
 * of the module and so loads undici, which wastes 20 ms.
 */
function builtinsOnDemand(): Record<string, string> {
  const alias: Record<string, string> = {};
  for (const name of builtinModules) {
    const bare = name.replace(/^node:/, '');
    const load = `process.getBuiltinModule(${JSON.stringify(`node:${bare}`)})`;
    const late = namespaces[bare];
    const code = late === undefined ? `module.exports=${load}` : lazyNamespace(load, late);
    alias[name] = alias[`node:${bare}`] = `data:text/javascript,${code}`;
  }
  return alias;
}

/**
 * A namespace that is loaded when something of it is used (`fs/promises`, for files that Lambda does not have, would be
 * 1 ms, `zlib` 2). The proxy is a prototype, because that is where esbuild's import of a CommonJS module looks names up.
 */
function lazyNamespace(load: string, late: readonly string[]): string {
  const pick = `name==="__esModule"?undefined:${JSON.stringify(late)}.includes(name)?(...all)=>get()[name](...all):get()[name]`;
  return `let it;const get=()=>it??=${load};module.exports=Object.create(new Proxy({},{get:(_,name)=>${pick}}))`;
}
