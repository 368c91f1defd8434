import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '@vibes-callbacks/local-cloud/process';
import { readCdkJson, runCdkApp } from '@vibes-callbacks/local-cloud/run';
import { inputsFingerprint } from './inputs-fingerprint';
import { StartError } from './start-error';

export interface SynthOptions {
  readonly projectDirectory: string;
  /** Added to the context of `cdk.json`, as `cdk synth -c key=value` does. */
  readonly context?: Readonly<Record<string, string>>;
  /** Called with the reason, if there is something to synthesize. */
  readonly onStart?: (reason: SynthReason) => void;
}

/** Nothing was synthesized here before, or something was, of other sources or settings. */
export type SynthReason = 'first' | 'changed';

/** How many cloud assemblies are kept: switching back to one costs nothing. */
const kept = 8;
const abandonedAfterMs = 60 * 60 * 1000;

/**
 * The folder of a cloud assembly that is up to date with the sources; synthesizes if there is none.
 * @throws StartError with what the CDK app said
 */
export async function synthesize(options: SynthOptions, again?: SynthReason): Promise<string> {
  const { projectDirectory, context = {}, onStart } = options;
  const settings = { context, environment: settingsOf(process.env) };
  const store = join(projectDirectory, '.build', 'local');
  const files = [context.settings ?? process.env.CALLBACKS_SETTINGS ?? ''].filter((path) => path !== '');
  const fingerprint = inputsFingerprint(projectDirectory, settings, files);
  const directory = join(store, fingerprint);
  if (existsSync(directory)) {
    utimesSync(directory, new Date(), new Date());
    return directory;
  }
  onStart?.(again ?? (hasAssembly(store) ? 'changed' : 'first'));
  const unfinished = join(store, `.${process.pid}-${Date.now()}`);
  makeBuildFolder(unfinished);
  try {
    await runCdkApp({
      ...readCdkJson(projectDirectory),
      directory: projectDirectory,
      output: unfinished,
      more: context,
    });
    // A file was saved meanwhile: the assembly may mix two states of the sources.
    if (inputsFingerprint(projectDirectory, settings, files) !== fingerprint)
      return await synthesize(options, 'changed');
    moveInto(unfinished, directory);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  forgetOldest(store);
  return directory;
}

function hasAssembly(store: string): boolean {
  return existsSync(store) && readdirSync(store).some(isFinished);
}

/** What is being made, or was abandoned, has a dot before its name. */
function isFinished(name: string): boolean {
  return !name.startsWith('.');
}

function makeBuildFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (cause) {
    const folder = dirname(dirname(path));
    throw new StartError(
      'folder-not-writable',
      `${folder} cannot be written, and what is synthesized goes there: start in a checkout that is yours.`,
      { cause },
    );
  }
}

/** Another process may have made it meanwhile. */
function moveInto(unfinished: string, directory: string): void {
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  }
}

/** The stack's settings in environment variables. */
function settingsOf(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('CALLBACKS_')));
}

function forgetOldest(store: string): void {
  const all = readdirSync(store).map((name) => ({ name, usedMs: usedMs(join(store, name)) }));
  const finished = all.filter(({ name }) => isFinished(name)).sort((a, b) => b.usedMs - a.usedMs);
  // A synthesis that was killed leaves its folder behind.
  const abandoned = all.filter((one) => !isFinished(one.name) && one.usedMs < Date.now() - abandonedAfterMs);
  for (const { name } of [...finished.slice(kept), ...abandoned])
    rmSync(join(store, name), { recursive: true, force: true });
}

/** Another process may just have removed it. */
function usedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
