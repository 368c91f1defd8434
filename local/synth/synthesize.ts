import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { LocalCloudError } from '../local-cloud-error';
import { asRecord } from '../properties';
import { inputsFingerprint } from './inputs-fingerprint';

export interface SynthOptions {
  readonly projectDirectory: string;
  /** Added to the context of `cdk.json`, as `cdk synth -c key=value` does. */
  readonly context?: Readonly<Record<string, string>>;
  /** Told when there is something to do. */
  readonly onStart?: () => void;
}

/** How many cloud assemblies are kept: switching back to one costs nothing. */
const kept = 8;

/**
 * The folder of a cloud assembly that is up to date with the sources, synthesized when there is none.
 * @throws LocalCloudError with what the CDK app said
 */
export async function synthesize({ projectDirectory, context = {}, onStart }: SynthOptions): Promise<string> {
  const settings = { context, environment: settingsOf(process.env) };
  const store = join(projectDirectory, '.build', 'local');
  const directory = join(store, inputsFingerprint(projectDirectory, settings));
  if (existsSync(directory)) {
    utimesSync(directory, new Date(), new Date());
    return directory;
  }
  onStart?.();
  const unfinished = join(store, `.${process.pid}-${Date.now()}`);
  mkdirSync(unfinished, { recursive: true });
  try {
    await runApp(projectDirectory, unfinished, context);
    moveInto(unfinished, directory);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  forgetOldest(store);
  return directory;
}

/** Another process may have been as fast. */
function moveInto(unfinished: string, directory: string): void {
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  }
}

/** Runs the app of `cdk.json` as the CDK CLI does, with this very Node.js. */
async function runApp(projectDirectory: string, output: string, context: Readonly<Record<string, string>>) {
  const { app, context: own } = asRecord(JSON.parse(readFileSync(join(projectDirectory, 'cdk.json'), 'utf8')));
  if (typeof app !== 'string') throw new LocalCloudError('cdk.json names no app.');
  const child = spawn(app, {
    shell: true,
    cwd: projectDirectory,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...withoutAws(process.env),
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
      CDK_OUTDIR: output,
      CDK_CONTEXT_JSON: JSON.stringify({ ...asRecord(own), ...context }),
    },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new LocalCloudError(`The stack cannot be synthesized:\n${said.trim()}`);
}

/** The template must not depend on whose machine it is. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  return Object.fromEntries(entries);
}

/** Settings of the stack that come by the environment. */
function settingsOf(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('CALLBACKS_')));
}

function forgetOldest(store: string): void {
  const assemblies = readdirSync(store)
    .filter((name) => !name.startsWith('.'))
    .map((name) => ({ path: join(store, name), usedMs: statSync(join(store, name)).mtimeMs }))
    .sort((a, b) => b.usedMs - a.usedMs);
  for (const { path } of assemblies.slice(kept)) rmSync(path, { recursive: true, force: true });
}
