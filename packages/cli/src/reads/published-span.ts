import type { OpsContext } from '../frame/context';
import { type FoundLine, logLinePages, logsBeginMs, textOf } from './log-lines';

/** All times in epoch milliseconds. */
export interface WantedSpan {
  readonly logGroupName: string;
  readonly from: number;
  readonly to: number;
  /** Only these detail-types. @default - all */
  readonly types: readonly string[] | undefined;
}

/** What was published in a span of time, and what has to be replayed for it. */
export interface PublishedSpan {
  /** Events of the span. */
  readonly events: number;
  /** Events that were published before or after the span, but received at the same time as those. */
  readonly extra: number;
  /** The replay has to start here: a second before the earliest of them was received. */
  readonly receivedFrom: number;
  /** Events of the span for which the log has no time of receipt: an earlier version published them. */
  readonly undated: number;
  /** The log has nothing older; undefined where it covers the span. */
  readonly logBeginsMs: number | undefined;
}

const published = '$.code = "Published"';
const minuteMs = 60_000;
/** Lambda may date a line up to a second after the function wrote it, which makes the receipt seem that much later. */
const datedLateMs = 1_000;

/**
 * By the consumer's log: when each event was published, and how long its callback had waited until then. EventBridge
 * replays by the time in the event (API reference, StartReplay), which is when the callback was received.
 */
export async function readPublishedSpan(context: OpsContext, span: WantedSpan): Promise<PublishedSpan> {
  const { from, to, logGroupName } = span;
  const begins = await logsBeginMs(context, logGroupName);
  const logBeginsMs = begins > from ? begins : undefined;
  let [events, undated, earliest] = [0, 0, Number.POSITIVE_INFINITY];
  await see(context, span, { pattern: `{ ${published} }`, fromMs: from, untilMs: to }, (receivedMs) => {
    events += 1;
    if (receivedMs === undefined) undated += 1;
    else earliest = Math.min(earliest, receivedMs - datedLateMs);
  });
  const isCovered = undated === 0 && logBeginsMs === undefined;
  const receivedFrom = toSecond(isCovered && events > 0 ? earliest : Math.min(from, earliest));
  const extra = events === 0 && isCovered ? 0 : await countExtra(context, span, receivedFrom);
  return { events, extra, receivedFrom, undated, logBeginsMs };
}

async function countExtra(context: OpsContext, span: WantedSpan, receivedFrom: number): Promise<number> {
  const { from, to } = span;
  const untilMs = context.io.now();
  let extra = 0;
  const count = (receivedMs: number | undefined, { atMs }: FoundLine) => {
    const time = receivedMs ?? atMs;
    if (time >= receivedFrom && time < to) extra += 1;
  };
  const all = `{ ${published} }`;
  const late = `{ ${published} && $.waitedMs > ${minuteMs} }`;
  const soon = Math.min(to + minuteMs, untilMs);
  await see(context, span, { pattern: all, fromMs: receivedFrom, untilMs: from - 1 }, count);
  await see(context, span, { pattern: all, fromMs: to + 1, untilMs: soon }, count);
  // What was published more than a minute after the span and received within it has waited for more than a minute.
  await see(context, span, { pattern: late, fromMs: soon + 1, untilMs }, count);
  return extra;
}

/** Shows each line of the wanted types, with the time of receipt where it is known. */
async function see(
  context: OpsContext,
  { logGroupName, types }: WantedSpan,
  query: { readonly pattern: string; readonly fromMs: number; readonly untilMs: number },
  show: (receivedMs: number | undefined, line: FoundLine) => void,
): Promise<void> {
  if (query.fromMs > query.untilMs) return;
  for await (const lines of logLinePages(context, logGroupName, query)) {
    for (const line of lines) {
      if (types !== undefined && !types.includes(textOf(line, 'detailType') ?? '')) continue;
      const { waitedMs } = line.fields;
      show(typeof waitedMs === 'number' ? line.atMs - waitedMs : undefined, line);
    }
  }
}

/** An event's time has no fraction of a second. */
function toSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
