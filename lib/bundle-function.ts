import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { type BuildOptions, buildSync, type Metafile, type OutputFile } from 'esbuild';

const root = join(__dirname, '..');

/** A folder under `lambda/` with an `index.ts` that exports `handler`. */
export const functionEntries = ['challenge', 'ingest', 'consumer', 'sweep', 'outcomes'] as const;
export type FunctionEntry = (typeof functionEntries)[number];

export interface FunctionBundle {
  readonly files: readonly OutputFile[];
  readonly metafile: Metafile;
}

/** An SDK client that is a file of its own in the asset. */
interface ClientFile {
  readonly package: string;
  /** The module that exports the parts that are used. */
  readonly source: string;
  /** Modules that it would load on demand for operations that we do not use. They are left out. */
  readonly without: readonly string[];
}

const eventStreams = '@smithy/core/event-streams';

/**
 * Ingest's SDK clients, one minified file each. With splitting they would share chunks, and every start would read what
 * only another client needs (80 KB of XML for S3) and wait for each file. Short names make a client 5 % smaller; our
 * own code keeps its names for stack traces.
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
  outcomes: [],
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
 * Each option was measured (docs/decisions): splitting keeps what the SDK loads on demand out of the start; `module`
 * before `main` gives esbuild something to tree-shake.
 */
function build(options: BuildOptions) {
  return buildSync({
    ...options,
    absWorkingDir: root,
    // Never written to. A fixed path makes the source maps' paths, and so the asset's hash, the same on every machine.
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
 * Node's modules that are only a namespace (no function, no class, no event emitter), each with the functions that the
 * SDK looks up when it starts and calls later, if ever.
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
  // Credentials come from the environment: in Lambda, code that looks for them elsewhere is dead weight.
  '@aws-sdk/credential-provider-node': './lambda/bundle/no-credential-chain.ts',
};

/**
 * Loads Node's built-in modules through `process.getBuiltinModule`. An ESM import of `node:http` evaluates every lazy
 * getter of the module and so loads undici, which wastes 20 ms.
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
 * A namespace that is loaded at its first use (`fs/promises`, for files that Lambda does not have, would take 1 ms,
 * `zlib` 2). The proxy is a prototype, because that is where esbuild's import of a CommonJS module looks names up.
 */
function lazyNamespace(load: string, late: readonly string[]): string {
  const pick = `name==="__esModule"?undefined:${JSON.stringify(late)}.includes(name)?(...all)=>get()[name](...all):get()[name]`;
  return `let it;const get=()=>it??=${load};module.exports=Object.create(new Proxy({},{get:(_,name)=>${pick}}))`;
}
