import type { OpsContext } from '../../frame/context';
import type { DeployedStack } from '../../reads/stack';

/** Something that changed. */
export interface Change {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly what:
    | 'deployment'
    | 'function'
    | 'event-source'
    | 'secret'
    | 'alarm'
    | 'redrive'
    | 'drop'
    | 'reprocess'
    | 'dismiss'
    | 'replay';
  /** One line: names, ids, times and counts. */
  readonly detail: string;
}

/** Where changes of one kind are found. */
export interface ChangeSource {
  /** What the note calls it if it is missing. */
  readonly name: string;
  /** @param onCut gets a sentence about what may be missing, because there was more than the command reads */
  read(
    context: OpsContext,
    stack: DeployedStack,
    sinceMs: number,
    onCut: (sentence: string) => void,
  ): Promise<readonly Change[]>;
}

/** Events that follow each other without such a pause are one change. */
const pauseMs = 10 * 60_000;

/** Moments in runs, each with its first moment and how many. */
export function runsOf(momentsMs: readonly number[]): readonly { readonly atMs: number; readonly count: number }[] {
  const runs: { atMs: number; lastMs: number; count: number }[] = [];
  for (const atMs of momentsMs.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run === undefined || atMs - run.lastMs > pauseMs) runs.push({ atMs, lastMs: atMs, count: 1 });
    else Object.assign(run, { lastMs: atMs, count: run.count + 1 });
  }
  return runs;
}
