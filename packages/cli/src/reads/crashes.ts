import { isRecord, parseJson } from '../../../../lambda/shared/json';
import type { OpsContext } from '../frame/context';
import { findLogEvents, type LogEvent, type LogQuery } from './log-lines';
import type { DeployedStack } from './stack';

/** How each invocation of the consumer ended that did not return, by its id. */
export type Crashes = ReadonlyMap<string, string>;

/** Where it failed: not in a step of the consumer. */
export const crashStep = 'invocation';

/**
 * What Lambda logs about such an invocation. In the JSON format of our functions: `platform.report` from level WARN up,
 * so only for failures (developer guide, "System log level event mapping"). In the text format of earlier versions: the
 * exit of the process, and the report. Node.js itself reports a full heap, and then aborts.
 */
const pattern =
  '?"platform.report" ?"Runtime exited with error" ?"Status: timeout" ?"Status: error" ?"heap out of memory"';

/** From Node.js' message about a full heap to the end of its process. */
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
    const report = readReport(event.message);
    const exit = /^RequestId: (\S+) Error: Runtime exited with error: ([^\r\n]*)/.exec(event.message);
    const id = report?.id ?? exit?.[1];
    if (id === undefined) continue;
    const cause =
      report === undefined
        ? exitCause(exit?.[2] ?? '', isAfterHeap(event, heaps))
        : reportCause(report, isAfterHeap(event, heaps));
    // The exit says more than the error type of the report: its code or signal.
    const known = crashes.get(id);
    if (known === undefined || (known.startsWith(crashed) && cause !== crashed)) crashes.set(id, cause);
  }
  return crashes;
}

interface Report {
  readonly id: string;
  readonly status: string;
  readonly errorType: string | undefined;
}

function readReport(message: string): Report | undefined {
  const [, id, status, errorType] =
    /^REPORT RequestId: (\S+)\s.*\sStatus: (timeout|error)(?:\s+Error Type: (\S+))?/s.exec(message) ?? [];
  if (id !== undefined && status !== undefined) return { id, status, errorType };
  const line = parseJson(message);
  if (!isRecord(line) || line.type !== 'platform.report' || !isRecord(line.record)) return undefined;
  const { requestId, status: ended, errorType: type } = line.record;
  if (typeof requestId !== 'string' || typeof ended !== 'string' || ended === 'success') return undefined;
  return { id: requestId, status: ended, errorType: typeof type === 'string' ? type : undefined };
}

const crashed = 'crashed';

function isAfterHeap({ stream, atMs }: LogEvent, heaps: readonly LogEvent[]): boolean {
  return heaps.some((heap) => heap.stream === stream && Math.abs(atMs - heap.atMs) <= abortsWithinMs);
}

function exitCause(how: string, isHeap: boolean): string {
  return isHeap ? 'out-of-memory' : `${crashed}: ${how}`;
}

function reportCause({ status, errorType }: Report, isHeap: boolean): string {
  if (status === 'timeout') return 'timed-out';
  if (errorType === 'Runtime.OutOfMemory' || isHeap) return 'out-of-memory';
  return errorType === undefined || errorType === 'Runtime.ExitError' ? crashed : `${crashed}: ${errorType}`;
}
