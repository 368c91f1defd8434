/** Work that did not finish in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Runs work for at most this long. Then it aborts the signal, and the caller continues at once, even if the work
 * ignores the signal (a retry that sleeps, a module that loads): the budget must hold even so.
 * @throws DeadlineError when the time is over, otherwise what the work throws
 */
export async function withDeadline<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new DeadlineError(`not done in ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work(controller.signal), end]);
  } finally {
    clearTimeout(timer);
  }
}
