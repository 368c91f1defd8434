import type { InvocationResult } from '../lambda/invocation';

/** Invokes a function by its ARN. */
export type Invoke = (functionArn: string, event: string, signal: AbortSignal) => Promise<InvocationResult>;

export interface TimedFunction {
  readonly functionArn: string;
  readonly timeoutMs: number;
}

/** What the function answers, or `late` once the gateway waits no longer. */
export async function invokeInTime(
  invoke: Invoke,
  { functionArn, timeoutMs }: TimedFunction,
  event: string,
): Promise<InvocationResult | 'late'> {
  const gaveUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => {
      gaveUp.abort();
      resolve('late');
    }, timeoutMs);
  });
  try {
    return await Promise.race([invoke(functionArn, event, gaveUp.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
