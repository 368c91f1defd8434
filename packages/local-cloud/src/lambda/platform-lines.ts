import { type Logging, type LogLevel, passes } from './logging';

/** How an invocation ended that did not return: `Status:` of its report. */
export type AbruptEnd = { readonly status: 'timeout' } | { readonly status: 'error'; readonly errorType: string };

export interface InvocationUse {
  readonly id: string;
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly usedMb: number;
  /** Absent where the function returned or threw. */
  readonly end?: AbruptEnd | undefined;
  /** What it threw. */
  readonly thrown?: string | undefined;
}

/** What Lambda itself logs before an invocation: the function's own lines come after it. */
export function startLines(logging: Logging, id: string, at: Date): readonly string[] {
  if (logging.format === 'Text') return [`START RequestId: ${id} Version: $LATEST`];
  return eventLines(logging, at, [['INFO', 'start', { requestId: id, version: '$LATEST' }]]);
}

/** What it logs after one. */
export function endLines(logging: Logging, use: InvocationUse, at: Date): readonly string[] {
  if (logging.format === 'Text') return textEndLines(use);
  const { id: requestId, durationMs, memoryMb, usedMb, end, thrown } = use;
  const status = end?.status ?? (thrown === undefined ? 'success' : 'error');
  const errorType = end === undefined ? thrown : end.status === 'error' ? end.errorType : undefined;
  const outcome = { requestId, status, ...(errorType === undefined ? {} : { errorType }) };
  const metrics = {
    durationMs: Number(durationMs.toFixed(3)),
    billedDurationMs: Math.ceil(durationMs),
    memorySizeMB: memoryMb,
    maxMemoryUsedMB: Math.min(usedMb, memoryMb),
  };
  // Developer guide, "System log level event mapping".
  const isGood = status === 'success';
  return eventLines(logging, at, [
    [isGood ? 'DEBUG' : 'WARN', 'runtimeDone', { ...outcome, metrics: { durationMs: metrics.durationMs } }],
    [isGood ? 'INFO' : 'WARN', 'report', { ...outcome, metrics }],
  ]);
}

/** In the form of the Telemetry API (developer guide, "Event schema reference"). */
function eventLines(
  { system }: Logging,
  at: Date,
  events: readonly (readonly [level: LogLevel, name: string, record: object])[],
): readonly string[] {
  const time = at.toISOString();
  return events.flatMap(([level, name, record]) =>
    passes(level, system) ? [JSON.stringify({ time, type: `platform.${name}`, record })] : [],
  );
}

/** `END` and `REPORT`; the fields of a report are divided by tabs. */
function textEndLines({ id, durationMs, memoryMb, usedMb, end }: InvocationUse): readonly string[] {
  const fields = [
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs)} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${Math.min(usedMb, memoryMb)} MB`,
    ...(end === undefined ? [] : [`Status: ${end.status}`]),
    ...(end?.status === 'error' ? [`Error Type: ${end.errorType}`] : []),
  ];
  return [`END RequestId: ${id}`, `REPORT RequestId: ${id}\t${fields.join('\t')}`];
}

/** Its own line before the report, with the time in front as the runtimes write it: only in the text format. */
export function timedOutLine(id: string, seconds: string, at: Date): string {
  return `${at.toISOString()} ${id} Task timed out after ${seconds} seconds`;
}
