import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionFault } from '../faults/function-faults';
import { functionError, type Invocation, type InvocationResult } from './invocation';

/** Carries out the fault on an invocation. */
export async function meetFunctionFault(
  { mode, delayMs = 0 }: FunctionFault,
  run: (onGiven?: Invocation['given']) => Promise<InvocationResult>,
): Promise<InvocationResult> {
  switch (mode) {
    case 'error':
      return functionError('Fault', 'told to fail');
    case 'throttle':
      return { status: 'not-run', errorType: 'TooManyRequestsException' };
    case 'slow':
      await sleep(delayMs);
      return run();
    case 'crash':
      return run((worker) => setTimeout(() => worker.kill(), delayMs));
    case 'skew':
      return run();
    default:
      return mode satisfies never;
  }
}
