import { Presets, SingleBar } from 'cli-progress';
import type { OpsContext } from './context';

export interface ProgressBar {
  at(done: number, of: number): void;
  end(): void;
}

/** A progress bar on stderr if that is a terminal; otherwise nothing. */
export function progressOf({ io, isJson }: OpsContext, what: string): ProgressBar {
  if (!io.isTerminal || !io.isInteractive || isJson) return { at: () => undefined, end: () => undefined };
  const bar = new SingleBar({ format: `{bar} {value}/{total} ${what}`, stream: process.stderr }, Presets.rect);
  let started = false;
  return {
    at: (done, of) => {
      if (!started) bar.start(of, 0);
      started = true;
      bar.update(done);
    },
    end: () => bar.stop(),
  };
}
