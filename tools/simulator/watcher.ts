/** What a person sees while it runs. */
export interface Watcher {
  start(total: number): void;
  settled(): void;
  say(line: string): void;
  stop(): void;
}
