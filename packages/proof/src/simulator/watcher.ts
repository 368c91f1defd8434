import { SingleBar } from 'cli-progress';

/** What a person sees while it runs. */
export interface Watcher {
  start(total: number): void;
  settled(): void;
  say(line: string): void;
  stop(): void;
}

/** Watches a run, and may end it early. */
export interface Observer {
  readonly watcher: Watcher;
  readonly interrupted: AbortSignal;
}

/** A progress bar on a terminal, plain lines elsewhere; on the error output, so that the report can be piped. */
export function createTerminalWatcher(stream: NodeJS.WritableStream): Watcher {
  const bar = new SingleBar({
    stream,
    format: 'callbacks {bar} {value}/{total} in {duration_formatted}',
    clearOnComplete: true,
    noTTYOutput: false,
  });
  const say = (line: string) => stream.write(`${line}\n`);
  const stop = () => bar.stop();
  return {
    start: (total) => {
      // A bar switches the wrapping of lines off: the terminal has it back however the process ends.
      process.once('exit', stop);
      bar.start(total, 0);
    },
    settled: () => bar.increment(),
    say,
    stop: () => {
      process.off('exit', stop);
      stop();
    },
  };
}
