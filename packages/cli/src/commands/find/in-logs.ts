import { type Family, families } from '../../../../../lambda/reader/families';
import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { clockText, isoTime } from '../../frame/times';
import { grouped } from '../../reads/grouped';
import { isStored, refusedWith } from '../../reads/ingest-answers';
import { anyFieldIs, type FoundLine, findLogLines, maxLoggedId, textOf } from '../../reads/log-lines';
import { vibesRetriesMs } from '../../reads/retry-times';
import type { DeployedStack } from '../../reads/stack';
import type { FoundCallback, FoundState } from './found-callback';
import { inOverflow } from './in-bucket';
import { byIdentity } from './in-ledger';

const hourMs = 3_600_000;

/** The newest hours first, because most searches are for recent callbacks, and a day of lines takes long. */
const windowsMs = [0, hourMs, 24 * hourMs];

/** By a request's or an event's id, in the functions' logs. */
export async function inLogs(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  sinceMs: number,
  deadline: Deadline,
): Promise<FoundCallback[]> {
  if (id.length > maxLoggedId) return [];
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
  const [consumer, ingest] = await Promise.all([
    linesOf(context, stack, id, window),
    findLogLines(context, stack.output('IngestLogGroupName'), {
      ...window,
      pattern: anyFieldIs(['requestId'], id),
    }),
  ]);
  const processed = await fromConsumer(context, stack, consumer, window.deadline);
  return processed.length > 0 ? processed : fromIngest(context, ingest, id);
}

/** The ids of its messages, with one callback each, and its own id, which all of its lines have. */
const messageNames = ['messageId', 'deadLetterId', 'key'] as const;
const ownNames = ['requestId', 'eventId'] as const;

async function linesOf(context: OpsContext, stack: DeployedStack, id: string, window: Window): Promise<FoundLine[]> {
  const group = stack.output('ConsumerLogGroupName');
  const pattern = anyFieldIs([...ownNames, ...messageNames], id);
  const lines = await findLogLines(context, group, { ...window, pattern });
  const ofMessage = lines.filter((line) => messageNames.some((name) => textOf(line, name) === id));
  const own = new Set(
    ofMessage
      .flatMap((line) => [textOf(line, 'eventId') ?? textOf(line, 'requestId')])
      .filter((one) => one !== undefined),
  );
  if (own.size === 0) return lines;
  // What happened to it since, perhaps under the id of another message.
  const { fromMs, deadline } = window;
  const later = await Promise.all(
    [...own]
      .slice(0, maxOwn)
      .map((one) => findLogLines(context, group, { fromMs, deadline, pattern: anyFieldIs(ownNames, one) })),
  );
  const byLine = new Map([lines, ...later].flat().map((line) => [line.id, line]));
  return [...byLine.values()].sort((a, b) => a.atMs - b.atMs);
}

/** One message has one callback, except for a notification of several objects. */
const maxOwn = 8;

async function fromConsumer(
  context: OpsContext,
  stack: DeployedStack,
  lines: readonly FoundLine[],
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const byEvent = new Map<string, FoundLine[]>();
  for (const line of lines) {
    const eventId = textOf(line, 'eventId');
    if (eventId !== undefined) byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), line]);
  }
  const found = await Promise.all(
    [...byEvent.values()].map(async (ofOne) => {
      const identity = ofOne.map((line) => textOf(line, 'identity')).find((text) => text !== undefined);
      const known = identity === undefined ? [] : await byIdentity(context, stack, identity, deadline);
      return known.length > 0 ? known : [fromLines(ofOne, identity ?? null)];
    }),
  );
  const finished = new Set(lines.filter((line) => textOf(line, 'eventId') !== undefined).map(nameOf));
  const unread = lines.filter((line) => textOf(line, 'eventId') === undefined && !finished.has(nameOf(line)));
  const byName = grouped(unread, nameOf);
  const untold = await Promise.all([...byName.values()].map((ofOne) => fromUnread(context, stack, ofOne, deadline)));
  return [...found, ...untold].flat();
}

function nameOf(line: FoundLine): string {
  return textOf(line, 'requestId') ?? textOf(line, 'key') ?? textOf(line, 'messageId') ?? '';
}

/** Attempted, but its identity was never read: it killed the consumer, or is not an envelope. */
async function fromUnread(
  context: OpsContext,
  stack: DeployedStack,
  lines: readonly FoundLine[],
  deadline: Deadline,
): Promise<FoundCallback[]> {
  const key = lines.map((line) => textOf(line, 'key')).find((one) => one !== undefined);
  const inBucket = key === undefined ? [] : await inOverflow(context, stack, key, deadline);
  if (inBucket.length > 0) return inBucket;
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    {
      ...{ family: null, identity: null, eventId: null, cause: null, state: 'waiting' },
      ...{ firstSeenAt: isoTime(first.atMs), lastSeenAt: isoTime(last.atMs), timesSeen: lines.length },
      requestId: nameOf(first),
    },
  ];
}

/** If its ledger item has expired, or the lines are from a version that logged no identity. */
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
    cause: null,
  };
}

function stateOf(lines: readonly FoundLine[], family: Family | null): FoundState {
  const isDone = lines.some(
    ({ code, fields }) =>
      code === 'Published' || code === 'DuplicateDropped' || (code === 'SmokeTest' && fields.published === true),
  );
  if (!isDone) return 'waiting';
  return family === 'unrecognized' ? 'kept' : 'published';
}

/** Of what was refused then, if that was the first attempt. */
function retriesText(atMs: number, nowMs: number): string {
  const endMs = atMs + vibesRetriesMs;
  const end = clockText(endMs, nowMs);
  return endMs > nowMs
    ? `Vibes retries until ${end} at the latest, each time with a new request id.`
    : `Vibes retried until ${end} at the latest, each time with a new request id.`;
}

/** Stored and not finished: in a queue, or being processed. Or it was refused. */
function fromIngest(context: OpsContext, lines: readonly FoundLine[], requestId: string): FoundCallback[] {
  const stored = lines.find(({ code }) => isStored(code));
  const refused = lines.find(({ code }) => refusedWith(code) !== undefined);
  const line = stored ?? refused;
  if (line === undefined) {
    if (lines.some(({ code }) => code === 'Ignored')) context.note(ignoredNote);
    return [];
  }
  const at = isoTime(line.atMs);
  const unread = { family: null, identity: null, eventId: null };
  const seen = { firstSeenAt: at, lastSeenAt: at, timesSeen: 1, requestId };
  if (line === stored) return [{ ...unread, ...seen, state: 'waiting', cause: null }];
  const said = [`${refusedWith(line.code)} ${line.code}`, textOf(line, 'cause')].filter((part) => part !== undefined);
  context.note(`It was refused and not stored. ${retriesText(line.atMs, context.io.now())}`);
  return [{ ...unread, ...seen, state: 'refused', cause: said.join(': ') }];
}

const ignoredNote = 'The request was a GET or HEAD: it got a 200, and there was nothing to store.';
