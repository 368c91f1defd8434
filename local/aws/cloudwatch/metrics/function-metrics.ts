import type { InvocationReport } from '../../../lambda/invocation';
import type { Datum } from './metric';

/** What Lambda reports of an invocation; one that was refused is no invocation. */
export function functionMetrics(functionName: string, invocation: InvocationReport): readonly Datum[] {
  const report = (name: string, value: number) => ({
    metric: { namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName } },
    value,
  });
  const { result, durationMs, concurrent } = invocation;
  if (result.status === 'not-run') {
    return result.errorType === 'TooManyRequestsException' ? [report('Throttles', 1)] : [];
  }
  return [
    report('Invocations', 1),
    report('Errors', result.status === 'function-error' ? 1 : 0),
    report('Throttles', 0),
    report('Duration', durationMs),
    report('ConcurrentExecutions', concurrent),
  ];
}
