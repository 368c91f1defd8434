/**
 * Loads something once, at its first use; a failure is not kept. Calls that arrive while it loads share that load, and
 * its arguments.
 */
export function loadOnce<T, Args extends readonly unknown[]>(
  load: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  let loading: Promise<T> | undefined;
  return (...args) => {
    loading ??= load(...args).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
