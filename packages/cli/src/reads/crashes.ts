import type { OpsContext } from '../frame/context';
import { findLogEvents, type LogEvent, type LogQuery } from './log-lines';
import type { DeployedStack } from './stack';

/** How each invocation of the consumer ended that did not return, by its id. */
export type Crashes = ReadonlyMap<string, string>;

/** Where it failed: in no step of the consumer's own. */
export const crashStep = 'invocation';

/**
 * What Lambda logs of such an invocation, in the text format that our functions have: the exit of the process, and the
 * report (developer guide, "Working with Lambda function logs"). Node.js names a full heap itself, and then aborts.
 */
const pattern = '?"Runtime exited with error" ?"Status: timeout" ?"Status: error" ?"heap out of memory"';

/** Between the words of Node.js on a full heap and the end of its process. */
const abortsWithinMs = 15_000;

export async function readCrashes(
  context: OpsContext,
  stack: DeployedStack,
  span: Omit<LogQuery, 'pattern'>,
): Promise<Crashes> {
  const events = await findLogEvents(context, stack.output('ConsumerLogGroupName'), { ...span, pattern });
  const heaps = events.filter(({ message }) => message.includes('heap out of memory'));
  const crashes = new Map<string, string>();
  for (const event of events) {
    const report = /^REPORT RequestId: (\S+)\s.*\sStatus: (timeout|error)(?:\s+Error Type: (\S+))?/s.exec(
      event.message,
    );
    const exit = /^RequestId: (\S+) Error: Runtime exited with error: ([^\r\n]*)/.exec(event.message);
    const [, id = '', ...said] = report ?? exit ?? [];
    if (id === '') continue;
    const cause = report === null ? exitCause(event, said[0] ?? '', heaps) : reportCause(said[0], said[1]);
    // The exit says more than the error type of the report: its code or signal.
    const known = crashes.get(id);
    if (known === undefined || (known.startsWith(crashed) && cause !== crashed)) crashes.set(id, cause);
  }
  return crashes;
}

const crashed = 'crashed';

function exitCause({ stream, atMs }: LogEvent, how: string, heaps: readonly LogEvent[]): string {
  const isHeap = heaps.some((heap) => heap.stream === stream && Math.abs(atMs - heap.atMs) <= abortsWithinMs);
  return isHeap ? 'out-of-memory' : `${crashed}: ${how}`;
}

function reportCause(status: string | undefined, errorType: string | undefined): string {
  if (status === 'timeout') return 'timed-out';
  if (errorType === 'Runtime.OutOfMemory') return 'out-of-memory';
  return errorType === undefined || errorType === 'Runtime.ExitError' ? crashed : `${crashed}: ${errorType}`;
}
