/** Lets at most `width` tasks through at once, in the order in which they come. */
export function createGate(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = width;
  const enter = async () => {
    if (free === 0) return new Promise<void>((resolve) => waiting.push(resolve));
    free--;
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return async (task) => {
    await enter();
    try {
      return await task();
    } finally {
      leave();
    }
  };
}
