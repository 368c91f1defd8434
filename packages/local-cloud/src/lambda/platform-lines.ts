/** What Lambda itself logs around an invocation, in the text format, which is the default: the functions' own lines come between. */
export function startLine(id: string): string {
  return `START RequestId: ${id} Version: $LATEST`;
}

/** How an invocation ended that did not return: `Status:` of its report. */
export type AbruptEnd = { readonly status: 'timeout' } | { readonly status: 'error'; readonly errorType: string };

export interface InvocationUse {
  readonly id: string;
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly usedMb: number;
  /** Absent where the function returned or threw. */
  readonly end?: AbruptEnd | undefined;
}

/** `END` and `REPORT`; the fields of a report are divided by tabs. */
export function endLines({ id, durationMs, memoryMb, usedMb, end }: InvocationUse): readonly string[] {
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

/** Its own line before the report, with the time in front as the runtimes write it. */
export function timedOutLine(id: string, seconds: string, at: Date): string {
  return `${at.toISOString()} ${id} Task timed out after ${seconds} seconds`;
}
