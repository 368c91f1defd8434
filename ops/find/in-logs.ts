import { type Family, families } from '../../lambda/reader/families';
import { equalsTerm, type FoundLine, findLogLines, textOf } from '../aws/log-lines';
import type { DeployedStack } from '../aws/stack';
import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { isoTime } from '../frame/times';
import type { FoundCallback, FoundState } from './found-callback';
import { byIdentity } from './in-ledger';

const hourMs = 3_600_000;

/** The newest hours first: most of what is asked for came a moment ago, and a day of lines takes its time. */
const windowsMs = [0, hourMs, 24 * hourMs];

/** By a request's or an event's id, from what the functions logged. */
export async function inLogs(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  sinceMs: number,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const nowMs = context.io.now();
  for (const [index, youngestMs] of windowsMs.entries()) {
    const oldestMs = windowsMs[index + 1];
    const fromMs = Math.max(sinceMs, oldestMs === undefined ? sinceMs : nowMs - oldestMs);
    const untilMs = nowMs - youngestMs;
    if (fromMs >= untilMs) break;
    const found = await inWindow(context, stack, id, { fromMs, deadline, ...(youngestMs === 0 ? {} : { untilMs }) });
    if (found.length > 0) return found;
  }
  return [];
}

interface Window {
  readonly deadline: Deadline;
  readonly fromMs: number;
  readonly untilMs?: number;
}

async function inWindow(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  window: Window,
): Promise<FoundCallback[]> {
  const either = `{ ${equalsTerm('requestId', id)} || ${equalsTerm('eventId', id)} || ${equalsTerm('messageId', id)} }`;
  const [consumer, ingest] = await Promise.all([
    findLogLines(context, stack.output('ConsumerLogGroupName'), { ...window, pattern: either }),
    findLogLines(context, stack.output('IngestLogGroupName'), {
      ...window,
      pattern: `{ ${equalsTerm('requestId', id)} }`,
    }),
  ]);
  const processed = await fromConsumer(context, stack, consumer);
  return processed.length > 0 ? processed : fromIngest(context, ingest, id);
}

async function fromConsumer(
  context: OpsContext,
  stack: DeployedStack,
  lines: readonly FoundLine[],
): Promise<FoundCallback[]> {
  const byEvent = new Map<string, FoundLine[]>();
  for (const line of lines) {
    const eventId = textOf(line, 'eventId');
    if (eventId !== undefined) byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), line]);
  }
  const found = await Promise.all(
    [...byEvent.values()].map(async (ofOne) => {
      const identity = ofOne.map((line) => textOf(line, 'identity')).find((text) => text !== undefined);
      const known = identity === undefined ? [] : await byIdentity(context, stack, identity);
      return known.length > 0 ? known : [fromLines(ofOne, identity ?? null)];
    }),
  );
  return found.flat();
}

/** Where the ledger has forgotten it, or the lines are of a version that logged no identity. */
function fromLines(lines: readonly FoundLine[], identity: string | null): FoundCallback {
  const [first, last] = [lines[0], lines.at(-1)];
  const detailType = first === undefined ? undefined : textOf(first, 'detailType');
  const names = Object.keys(families) as readonly Family[];
  const family = names.find((name) => families[name].detailType === detailType) ?? null;
  return {
    family,
    identity,
    state: stateOf(lines, family),
    firstSeenAt: isoTime(first?.atMs ?? 0),
    lastSeenAt: isoTime(last?.atMs ?? 0),
    timesSeen: lines.length,
    eventId: first === undefined ? null : (textOf(first, 'eventId') ?? null),
    requestId: first === undefined ? null : (textOf(first, 'requestId') ?? null),
  };
}

function stateOf(lines: readonly FoundLine[], family: Family | null): FoundState {
  const isDone = lines.some(({ code }) => code === 'Published' || code === 'DuplicateDropped');
  if (!isDone) return 'waiting';
  return family === 'unrecognized' ? 'kept' : 'published';
}

/** Stored, and no consumer has finished it: in the queue, or in a consumer's hands. */
function fromIngest(context: OpsContext, lines: readonly FoundLine[], requestId: string): FoundCallback[] {
  const stored = lines.find(({ code }) => ['Stored', 'StoredLarge', 'OverflowUsed'].includes(code));
  if (stored === undefined) {
    for (const { code, atMs } of lines) {
      context.note(
        `The request came at ${isoTime(atMs)} and was not kept: ${code}. Vibes was told so, and sends again.`,
      );
    }
    return [];
  }
  const at = isoTime(stored.atMs);
  const unread = { family: null, identity: null, eventId: null };
  return [{ ...unread, state: 'waiting', firstSeenAt: at, lastSeenAt: at, timesSeen: 1, requestId }];
}
