/** A terminal sends SIGINT to everyone, and the launcher passes on its own: what comes so soon is the same request. */
const sameRequestMs = 500;

/**
 * Aborted by Ctrl-C, so that what is known by then can still be told and what was begun be removed. Whoever presses it
 * again does not want to wait: the process ends.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let askedAtMs = 0;
  const ask = () => {
    if (!controller.signal.aborted) {
      askedAtMs = performance.now();
      controller.abort(new InterruptedError());
    } else if (performance.now() - askedAtMs > sameRequestMs) {
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  return controller.signal;
}

class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor() {
    super('Interrupted.');
  }
}

/** Whether work ended because it was interrupted: timers say so by an error of their own. */
export function isInterruption(error: unknown): boolean {
  return error instanceof InterruptedError || (error instanceof Error && error.name === 'AbortError');
}
