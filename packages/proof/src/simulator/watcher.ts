/** What a person sees while it runs. */
export interface Watcher {
  start(total: number): void;
  settled(): void;
  say(line: string): void;
  stop(): void;
}

/** Who watches a run, and may end it before its time. */
export interface Observer {
  readonly watcher: Watcher;
  readonly interrupted: AbortSignal;
}
