import type { Answered } from '../gateway/gateway-server';
import { isRecord } from '../template/properties';

/** Puts colour around a text, or nothing where there is none. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  odd(text: string): string;
  faint(text: string): string;
}

/** What a status that is no 200 means; the body and the headers of a callback are never shown. */
const refusals: Readonly<Record<number, string>> = {
  401: 'no or wrong credentials',
  403: 'its address is not one of Vibes',
};

/** The line of a request that did not become a callback, at once; what was kept has its line when it is published. */
export function answerLine(
  { status, method, route, requestId }: Omit<Answered, 'errorMetric'>,
  paint: Paint,
): string | undefined {
  const isLook = method === 'GET' || method === 'HEAD';
  if (status === 200 && !isLook) return undefined;
  const paintStatus = status === 200 ? paint.good : paint.bad;
  const meaning =
    status === 200
      ? 'nothing kept: callbacks are posted'
      : (refusals[status] ?? (status >= 500 ? 'not kept: Vibes sends it again' : 'not kept'));
  return columns(paintStatus(String(status)), `${method} ${route}`, meaning, paint.faint(requestId));
}

/** The line of a callback that the consumer reports, out of what it logs; nothing for any other line. */
export function outcomeLine(logLine: string, paint: Paint): string | undefined {
  const entry = parse(logLine);
  if (!isRecord(entry)) return undefined;
  const id = String(entry.requestId ?? entry.messageId ?? '');
  const what = typeof entry.detailType === 'string' ? entry.detailType : 'Callback';
  const outcome = outcomeOf(entry, paint);
  return outcome === undefined ? undefined : columns(paint.good('200'), what, outcome, paint.faint(id));
}

function outcomeOf({ code, reason, cause, step, repeated }: Record<string, unknown>, paint: Paint): string | undefined {
  switch (code) {
    case 'Published':
      if (typeof reason === 'string') return paint.odd(`kept as unrecognized: ${reason}`);
      return paint.good(repeated === true ? 'published (perhaps again)' : 'published');
    case 'DuplicateDropped':
      return paint.faint('seen before: no second event');
    case 'RecordFailed':
      return paint.bad(`goes back to the queue: ${String(step)} ${String(cause)}`);
    default:
      return undefined;
  }
}

function columns(status: string, what: string, outcome: string, requestId: string): string {
  return `${status}  ${what.padEnd(22)} ${outcome}  ${requestId}`;
}

function parse(line: string): unknown {
  if (!line.startsWith('{"level"')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
