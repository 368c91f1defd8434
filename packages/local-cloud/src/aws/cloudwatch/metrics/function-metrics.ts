import type { InvocationReport } from '../../../lambda/invocation';
import { type Datum, type MetricFamily, metricFamily } from './metric';

export type FunctionReporter = (functionName: string, invocation: InvocationReport) => readonly Datum[];

/** The metrics of an invocation. A refused call is not an invocation. */
export function createFunctionReporter(): FunctionReporter {
  const families = new Map<string, MetricFamily>();
  return (FunctionName, { result, durationMs, concurrent }) => {
    const report = families.get(FunctionName) ?? metricFamily('AWS/Lambda', { FunctionName });
    families.set(FunctionName, report);
    if (result.status === 'not-run') {
      return result.errorType === 'TooManyRequestsException' ? [report('Throttles', 1)] : [];
    }
    return [
      report('Invocations', 1),
      report('Errors', result.status === 'function-error' ? 1 : 0),
      report('Throttles', 0),
      report('Duration', Math.round(durationMs)),
      report('ConcurrentExecutions', concurrent),
    ];
  };
}
