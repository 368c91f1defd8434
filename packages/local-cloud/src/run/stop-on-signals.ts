import { printableLines } from '../base/text';

/** A clean stop takes less than two seconds. Unfinished work continues after the next start. */
const patienceMs = 1700;

/** Calls `stop` on a signal, and at once when the parent process is gone. */
export class Stopping {
  #stop: () => Promise<void> = async () => undefined;
  #begun = false;

  constructor() {
    // A terminal sends SIGINT to everyone, and the launcher passes on its own: the second is the same request.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.#begin());
    // The launcher was killed. Nothing accepted depends on a clean stop, and the port is needed.
    process.on('disconnect', () => process.exit(1));
  }

  /** What a clean stop consists of, from now on. */
  by(stop: () => Promise<void>): void {
    this.#stop = stop;
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    setTimeout(() => process.exit(0), patienceMs);
    this.#stop().then(
      () => process.exit(0),
      (error) => {
        console.error(printableLines(error instanceof Error ? (error.stack ?? error.message) : String(error)));
        process.exit(1);
      },
    );
  }
}
