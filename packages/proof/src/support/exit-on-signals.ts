/**
 * For a command that has nothing to tell of what it had done when Ctrl-C or another's signal ends it: a sentence, and an
 * exit, at which temporary folders and child processes go. Without this the signal would end the process at once.
 */
export function exitOnSignals(sentence: string): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      console.error(sentence);
      process.exit(1);
    });
  }
}
