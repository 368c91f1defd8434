import { mkdirSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { AssetHashType, DockerImage, type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type BuildOptions, buildSync, type Metafile, type OutputFile } from 'esbuild';

const root = join(__dirname, '..');

/** A folder under `lambda/` with an `index.ts` that exports `handler`. */
export type FunctionEntry = 'ingest' | 'consumer';

export interface ServiceFunctionProps<Environment extends object> {
  /** Which function it is. */
  readonly entry: FunctionEntry;
  /** What a person sees beside its name in the console. */
  readonly description: string;
  /** Every variable that the function's `env.ts` reads, no more and no fewer. */
  readonly environment: Readonly<Record<keyof Environment, string>>;
  /** When Lambda kills an invocation; whole seconds. */
  readonly timeout: Duration;
  /** Memory in MB; CPU grows with it. */
  readonly memorySizeMb: number;
  /** How long its logs are kept. */
  readonly logRetention: RetentionDays;
  /**
   * What becomes of its logs when the stack goes.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** A function of this service: its bundle, runtime, log group, and a role that may write to that group and nothing else. */
export class ServiceFunction<Environment extends object> extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Environment>) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    // A role of our own: the one that CDK would make carries a managed policy over every log group of the account.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.function = new LambdaFunction(this, 'Function', {
      code: functionCode(props.entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      description: props.description,
      environment: { ...props.environment },
      timeout: props.timeout,
      memorySize: props.memorySizeMb,
      role: this.role,
      logGroup: this.logGroup,
    });
    this.logGroup.grantWrite(this.role);
  }
}

export interface FunctionBundle {
  readonly files: readonly OutputFile[];
  readonly metafile: Metafile;
}

/**
 * The SDK's clients of ingest, each bundled apart from a module that takes of it what is used, and minified. Shared among
 * each other, as splitting does it, one makes every start read what only another needs (80 KB of XML for S3); and
 * short names make a start 5 % shorter, which our own code, to be read in a stack trace, does without.
 */
const bundledApart: Readonly<Record<FunctionEntry, Readonly<Record<string, string>>>> = {
  ingest: {
    '@aws-sdk/client-s3': 'lambda/adapters/s3.ts',
    '@aws-sdk/client-secrets-manager': 'lambda/adapters/secrets-manager.ts',
    '@aws-sdk/client-sqs': 'lambda/adapters/sqs.ts',
  },
  consumer: {},
};

/** Bundles `lambda/<entry>/index.ts`, in memory. */
export function bundleFunction(entry: FunctionEntry): FunctionBundle {
  const apart = Object.entries(bundledApart[entry]).map(([name, source]) => ({ name, source, file: outputOf(source) }));
  const alias = Object.fromEntries(apart.map(({ name, file }) => [name, file]));
  const external = apart.map(({ file }) => file);
  const builds = [
    build({ entryPoints: { index: join('lambda', entry, 'index.ts') }, alias: { ...aliases, ...alias }, external }),
    ...apart.map(({ source }) => build({ entryPoints: [source], entryNames: '[name]', alias: aliases, minify: true })),
  ];
  return {
    files: builds.flatMap(({ outputFiles }) => outputFiles),
    metafile: {
      inputs: Object.assign({}, ...builds.map(({ metafile }) => metafile.inputs)),
      outputs: Object.assign({}, ...builds.map(({ metafile }) => metafile.outputs)),
    },
  };
}

function outputOf(source: string): string {
  return `./${basename(source, '.ts')}.mjs`;
}

/**
 * What each option is worth was measured (docs/decisions): splitting keeps what the SDK loads on demand out of the start;
 * `module` before `main` gives esbuild something to shake.
 */
function build(options: Pick<BuildOptions, 'alias' | 'entryNames' | 'entryPoints' | 'external' | 'minify'>) {
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
    splitting: true,
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
  '@aws-sdk/credential-provider-node': './lambda/adapters/no-credential-chain.ts',
};

/**
 * Node's built-in modules through `process.getBuiltinModule`: an ESM import of `node:http` evaluates every lazy getter
 * of the module and so loads undici, 20 ms that nobody asked for.
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

/** esbuild runs in this process; with `aws:cdk:bundling-stacks: []` it does not run at all. Docker is never asked. */
function functionCode(entry: FunctionEntry): Code {
  return Code.fromAsset(join(root, 'lambda', entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: DockerImage.fromRegistry('unused'), local: { tryBundle: (dir) => writeBundle(entry, dir) } },
  });
}

function writeBundle(entry: FunctionEntry, directory: string): true {
  mkdirSync(directory, { recursive: true });
  for (const { path, contents } of bundleFunction(entry).files) {
    writeFileSync(join(directory, basename(path)), contents);
  }
  return true;
}
