import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionConfig } from '../../lambda/function-config';
import type { AssetMaker } from './asset-maker';
import { changedFiles, readSourceFiles } from './source-files';

export interface WatchParts {
  /** The folder of the CDK app. */
  readonly directory: string;
  /** Not watched: the data folder. */
  readonly except: readonly string[];
  /** Where new code goes. */
  readonly store: string;
  readonly assets: Pick<AssetMaker, 'knows' | 'make'>;
  functions(): readonly FunctionConfig[];
  /** New workers with this code. */
  takeCode(logicalId: string, directory: string): Promise<void>;
  /** Synthesizes and deploys. */
  deploy(): Promise<void>;
  say(line: string): void;
  complain(error: unknown): void;
}

const lookEveryMs = 200;

/**
 * Applies changes in the app's sources: first the code of its functions, bundled by the running app, then, once the sources
 * stop changing, everything, by a new synthesis.
 */
export async function watchApp(parts: WatchParts, signal: AbortSignal): Promise<void> {
  const look = () => readSourceFiles(parts.directory, parts.except);
  let known = look();
  let isDeployed = true;
  /** By function, the name of its asset as the app that stays knows it. */
  const assetOf = new Map<string, string>();
  let isBroken = false;
  const isDone = (work: Promise<void>) =>
    work.then(
      () => true,
      (error: unknown) => {
        isBroken = true;
        parts.complain(error);
        return false;
      },
    );
  while (!signal.aborted) {
    await sleep(lookEveryMs, undefined, { ref: false });
    const now = look();
    const changed = changedFiles(known, now);
    const hasOtherFiles = changed.some((path) => !(known.has(path) && now.has(path)));
    known = now;
    if (changed.length > 0) {
      const wasBroken = isBroken;
      const isTaken = await isDone(takeNewCode(parts, assetOf));
      // With code that cannot be bundled, a synthesis would fail for the same reason: unless the app itself was changed so
      // that it has other code, as with a renamed file.
      isDeployed = !isTaken && !wasBroken && !hasOtherFiles;
    } else if (!isDeployed) {
      isDeployed = true;
      const startedMs = performance.now();
      if (!(await isDone(parts.deploy()))) continue;
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      parts.say(`${isBroken ? 'It works again: your' : 'Your'} app was synthesized in ${seconds} s, and runs.`);
      isBroken = false;
    }
  }
}

async function takeNewCode(parts: WatchParts, assetOf: Map<string, string>): Promise<void> {
  const { functions, assets, store, takeCode, say } = parts;
  for (const { logicalId, bundleDirectory } of functions()) {
    if (assets.knows(basename(bundleDirectory))) assetOf.set(logicalId, basename(bundleDirectory));
    const asset = assetOf.get(logicalId) ?? '';
    if (!assets.knows(asset)) continue;
    const startedMs = performance.now();
    const directory = join(store, `${asset}-${Date.now()}`);
    if (!(await assets.make(asset, directory)) || digestOf(directory) === digestOf(bundleDirectory)) {
      rmSync(directory, { recursive: true, force: true });
      continue;
    }
    await takeCode(logicalId, directory);
    say(`New code for ${logicalId}, in ${Math.round(performance.now() - startedMs)} ms.`);
  }
}

/** Of all that is in a folder. */
function digestOf(directory: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
    hash.update(`\0${path.slice(directory.length)}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}
