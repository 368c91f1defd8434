import type { DeliveryOutcome, Exchange } from '@vibes-callbacks/local-cloud';
import type { CallbackOutcome, CallbackSummary, CallbackTarget, TargetState } from './inbox-shapes';
import { routeFamily } from './route-family';

/** Everything known about one callback; it grows as the callback is processed. */
export interface InboxEntry {
  /** Below 0: of an earlier run. */
  readonly id: number;
  readonly requestId: string;
  /** An earlier run published it, and its event is all that is known. */
  readonly isEarlier: boolean;
  at: Date;
  route: string;
  outcome: CallbackOutcome;
  /** The queue or the bucket has or had it, even if its caller got an error. */
  isStored: boolean;
  note: string;
  /** The beginning of what a person wrote, once the event is published. */
  text: string;
  exchange?: Exchange;
  envelope?: Readonly<Record<string, unknown>>;
  /** The request's body, from the gateway or the envelope, depending on which came first. */
  body?: Buffer;
  /** What takes memory was given up for newer ones. */
  isForgotten: boolean;
  detailType?: string;
  vibesId?: string;
  /** Of an unrecognized one: the name of its objects in the bucket, without extension. */
  keptName?: string;
  identity?: string;
  event?: string;
  readonly receives: { readonly at: Date; readonly queue: string; readonly count: number }[];
  readonly log: { readonly at: Date; readonly line: string }[];
  readonly targets: Map<string, EntryTarget>;
}

/** Whether a person can dismiss it, or has. */
export function isUnrecognized(entry: InboxEntry): entry is InboxEntry & { keptName: string } {
  return entry.keptName !== undefined && (entry.outcome === 'unrecognized' || entry.outcome === 'dismissed');
}

export interface EntryTarget extends Pick<CallbackTarget, 'rule' | 'target'> {
  readonly steps: (Pick<DeliveryOutcome, 'step' | 'detail' | 'attempts' | 'log'> & { readonly at: Date })[];
}

export function newEntry(id: number, requestId: string, at: Date): InboxEntry {
  return {
    ...{ id, requestId, at, route: '', outcome: 'waiting', isStored: false, isForgotten: false, note: '' },
    ...{ isEarlier: false, text: '', receives: [], log: [], targets: new Map() },
  };
}

const states = {
  delivered: 'done',
  failed: 'failed',
  retried: 'trying',
  'function-retried': 'trying',
  'dead-lettered': 'failed',
  'dead-letter-failed': 'failed',
  dropped: 'failed',
} as const satisfies Record<DeliveryOutcome['step'], TargetState>;

export function stateOf({ steps }: EntryTarget): TargetState {
  const last = steps.at(-1);
  return last === undefined ? 'trying' : states[last.step];
}

export function familyOf({ detailType, route }: Pick<InboxEntry, 'detailType' | 'route'>): string {
  return detailType ?? routeFamily(route);
}

export function summaryOf(entry: InboxEntry): CallbackSummary {
  const { id, at, outcome, note, text, isEarlier, route, requestId, vibesId = null, exchange, targets } = entry;
  return {
    ...{ id, at: at.toISOString(), family: familyOf(entry), outcome, note, status: exchange?.answer.status ?? null },
    ...{ text, isEarlier, route, requestId, vibesId, targets: [...targets.values()].map(stateOf) },
  };
}

/** Roughly how much memory is free once it is dropped. */
export function bytesOf({ body, event = '', envelope, exchange, log, targets }: InboxEntry): number {
  const ofEnvelope = envelope === undefined ? 0 : JSON.stringify(envelope).length;
  const ofLog = lengthOf(log.map(({ line }) => line));
  const ofTargets = lengthOf([...targets.values()].flatMap(({ steps }) => steps.flatMap((step) => step.log)));
  return (body?.length ?? 0) + event.length + ofEnvelope + ofLog + ofTargets + bytesOfExchange(exchange);
}

function bytesOfExchange(exchange: InboxEntry['exchange']): number {
  if (exchange === undefined) return 0;
  const { request, answer } = exchange;
  return lengthOf(request.rawHeaders) + lengthOf(answer.headers.flat()) + answer.body.length;
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((total, { length }) => total + length, 0);
}

export function forgetBytes(entry: InboxEntry): void {
  entry.isForgotten = true;
  delete entry.body;
  delete entry.event;
  delete entry.envelope;
  entry.log.length = 0;
  for (const { steps } of entry.targets.values()) {
    steps.splice(0, steps.length, ...steps.map((step) => ({ ...step, log: [] })));
  }
  if (entry.exchange === undefined) return;
  const { request, answer } = entry.exchange;
  const bare = { request: { ...request, rawHeaders: [] }, answer: { ...answer, headers: [], body: Buffer.alloc(0) } };
  entry.exchange = { ...entry.exchange, ...bare };
}
