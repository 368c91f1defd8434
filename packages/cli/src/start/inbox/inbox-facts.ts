import type { Exchange, FunctionErrorResult } from '@vibes-callbacks/local-cloud';
import { isStored, refusedWith } from '../../reads/ingest-answers';
import { refusalOf } from '../callback-lines';
import { type PublishedCallback, vibesIdOf } from '../published-callback';
import type { EntryTarget, InboxEntry } from './inbox-entry';
import type { ReadEnvelope } from './read-envelope';
import { unrecognized } from './route-family';

/** How many log lines a callback keeps here; the log has all of them. */
const maxLogLines = 100;
const maxSteps = 200;
/** Copied, because a slice would keep the whole buffer alive. */
const maxCopiedBytes = 64 * 1024;

export function takeAnswer(entry: InboxEntry, route: string, exchange: Exchange): void {
  const { request, answer, receivedAt } = exchange;
  entry.at = receivedAt;
  entry.route = route;
  // The body is kept once.
  entry.exchange = { ...exchange, request: { ...request, body: Buffer.alloc(0) } };
  entry.body = request.body.length > maxCopiedBytes ? request.body : Buffer.from(request.body);
  const isLook = request.method === 'GET' || request.method === 'HEAD';
  if (answer.status !== 200) takeRefusal(entry, answer.status);
  else if (isLook) entry.outcome = 'looked';
  else takeStored(entry);
}

function takeRefusal(entry: InboxEntry, status: number): void {
  // Ingest answered too late, but the message was stored: keep what is known about it.
  if (entry.isStored) entry.note ||= `kept, but answered ${status}`;
  else {
    entry.outcome = 'refused';
    entry.note ||= refusalOf(status);
  }
}

function takeStored(entry: InboxEntry): void {
  entry.isStored = true;
  if (entry.outcome !== 'refused') return;
  const { status = 200 } = entry.exchange?.answer ?? {};
  entry.outcome = 'waiting';
  entry.note = status === 200 ? '' : `kept, but answered ${status}`;
}

type Receive = InboxEntry['receives'][number];

export function takeReceive(entry: InboxEntry, receive: Receive): void {
  takeStored(entry);
  if (entry.receives.length < maxSteps) entry.receives.push(receive);
  if (entry.outcome === 'dead') entry.outcome = 'waiting';
}

export function takeEnvelope(entry: InboxEntry, envelope: ReadEnvelope): void {
  takeStored(entry);
  entry.envelope = envelope.head;
  if (entry.exchange !== undefined) return;
  // An earlier run answered it.
  entry.at = envelope.receivedAt;
  entry.route = envelope.route;
  entry.body = envelope.body;
}

export function addLogLine(entry: InboxEntry, line: InboxEntry['log'][number]): void {
  if (entry.log.length < maxLogLines) entry.log.push(line);
}

/** @param told a line of ingest or of the consumer */
export function takeLogLine(entry: InboxEntry, told: Readonly<Record<string, unknown>>): void {
  if (typeof told.identity === 'string') takeIdentity(entry, told.identity);
  if (typeof told.detailType === 'string') entry.detailType = told.detailType;
  const next = outcomeOf(told);
  // It was stored after all: by a second try, or with the other secret.
  if (next?.[0] === 'refused' && entry.isStored) return;
  if (isStored(told.code)) takeStored(entry);
  // Ingest's line may come after the consumer's.
  if (next === undefined || (next[0] === 'waiting' && entry.outcome !== 'waiting')) return;
  [entry.outcome, entry.note] = next;
}

function takeIdentity(entry: InboxEntry, identity: string): void {
  entry.identity = identity;
  const vibesId = vibesIdOf(identity);
  if (vibesId !== undefined) entry.vibesId = vibesId;
}

/** @returns undefined if the line says nothing about the outcome */
function outcomeOf(told: Readonly<Record<string, unknown>>): readonly [InboxEntry['outcome'], string] | undefined {
  const { code, reason, cause, step, repeated } = told;
  switch (code) {
    case 'Published':
      if (typeof reason === 'string') return ['unrecognized', reason];
      return ['published', repeated === true ? 'perhaps again' : ''];
    case 'DuplicateDropped':
      return ['repeat', 'no second event'];
    case 'RecordFailed':
      return ['failing', `${String(step)} ${String(cause)}`];
    case 'SmokeTest':
      return ['published', 'an operator’s test'];
    case 'OverflowUsed':
      return ['waiting', `in the bucket: ${String(cause)}`];
    default:
      // Of a 401, the status says enough.
      if ((refusedWith(code) ?? 0) < 500) return undefined;
      return ['refused', [code, cause].filter((one) => typeof one === 'string').join(': ')];
  }
}

/** What was published before the crash stays published. */
export function takeCrash(entry: InboxEntry, error: FunctionErrorResult): void {
  if (entry.outcome !== 'waiting' && entry.outcome !== 'failing') return;
  entry.outcome = 'failing';
  entry.note = crashNote(error);
}

function crashNote({ errorType, message }: FunctionErrorResult): string {
  if (errorType === 'Sandbox.Timedout') return 'the consumer timed out';
  if (errorType === 'Runtime.OutOfMemory') return 'the consumer ran out of memory';
  return `the consumer crashed: ${message.replace('Runtime exited with error: ', '')}`;
}

export function takeEvent(entry: InboxEntry, published: PublishedCallback): void {
  const { detailType } = published;
  takeStored(entry);
  keepEvent(entry, published);
  if (entry.outcome === 'waiting' || entry.outcome === 'failing' || entry.outcome === 'dead') {
    entry.outcome = detailType === unrecognized ? 'unrecognized' : 'published';
    entry.note = '';
  }
}

/** The facts in the event, without the outcome. */
export function keepEvent(entry: InboxEntry, { json, detailType, vibesId, text, keptName }: PublishedCallback): void {
  entry.event = json;
  entry.detailType = detailType;
  entry.text = text;
  if (vibesId !== undefined) entry.vibesId = vibesId;
  if (keptName !== undefined) entry.keptName = keptName;
}

export function addStep(
  entry: InboxEntry,
  { rule, target }: Pick<EntryTarget, 'rule' | 'target'>,
  { at, step, detail, attempts, log }: EntryTarget['steps'][number],
): void {
  const key = `${rule} ${target}`;
  const known = entry.targets.get(key) ?? { rule, target, steps: [] };
  entry.targets.set(key, known);
  if (known.steps.length < maxSteps) known.steps.push({ at, step, detail, attempts, log });
}
