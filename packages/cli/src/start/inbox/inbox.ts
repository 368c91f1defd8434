import { basename } from 'node:path';
import type {
  Answered,
  DeadMessage,
  DeliveryOutcome,
  Exchange,
  FunctionErrorResult,
  ReceivedMessages,
} from '@vibes-callbacks/local-cloud';
import { createListeners } from '@vibes-callbacks/local-cloud';
import type { Forwarded } from '../forward-events';
import type { FunctionLine } from '../function-line';
import type { PublishedCallback } from '../published-callback';
import { RecentMap } from '../recent-map';
import { earlierEntries } from './earlier-callbacks';
import { type InboxEntry, isUnrecognized, newEntry } from './inbox-entry';
import {
  addLogLine,
  addStep,
  keepEvent,
  takeAnswer,
  takeCrash,
  takeEnvelope,
  takeEvent,
  takeLogLine,
  takeReceive,
} from './inbox-facts';
import { KeptPayloads } from './kept-payloads';
import { readEnvelope } from './read-envelope';

type Receive = InboxEntry['receives'][number];

/** More are not listed; the oldest go first. */
const maxEntries = 20_000;

/**
 * Every callback of this run and what became of it, as gateway, mappings, functions and rules report; and earlier
 * ones.
 */
export class Inbox {
  readonly #entries = new Map<number, InboxEntry>();
  readonly #byRequest = new RecentMap<InboxEntry>(maxEntries);
  /** By EventBridge's id of the event. */
  readonly #byEvent = new RecentMap<InboxEntry>(maxEntries);
  /** By our id of the event. */
  readonly #byCallback = new RecentMap<InboxEntry>(maxEntries);
  /** By the key of the overflow object that has it, from ingest's log line. */
  readonly #byObject = new RecentMap<InboxEntry>(maxEntries);
  /** What was received for objects before ingest's log line about them. */
  readonly #receivedObjects = new RecentMap<Receive[]>(maxEntries);
  /** By message id, as the last look found them. */
  #dead = new Map<string, InboxEntry | 'no callback'>();
  readonly #payloads = new KeptPayloads();
  readonly #changes = createListeners<InboxEntry | 'all'>();
  #lastId = 0;
  #wasCleared = false;

  constructor(private readonly now: () => Date = () => new Date()) {}

  /** Called with each new or changed entry, and with `all` when the whole list changed. */
  readonly onChange = this.#changes.add;

  /** The newest first. */
  all(): readonly InboxEntry[] {
    return [...this.#entries.values()].reverse();
  }

  get(id: number): InboxEntry | undefined {
    return this.#entries.get(id);
  }

  get size(): number {
    return this.#entries.size;
  }

  get oldestId(): number {
    const [oldest = 0] = this.#entries.keys();
    return oldest;
  }

  answered({ requestId, route }: Answered, exchange: Exchange): void {
    const known = this.#byRequest.get(requestId);
    // A caller may choose the id of its request, and choose it twice.
    const entry =
      known === undefined || known.exchange !== undefined || known.isEarlier ? this.#create(requestId) : known;
    takeAnswer(entry, route, exchange);
    this.#changed(entry);
  }

  received({ queueArn, messages }: ReceivedMessages): void {
    const queue = queueArn.split(':').at(-1) ?? queueArn;
    for (const { Body, Attributes } of messages) {
      const envelope = readEnvelope(Body);
      if (envelope === undefined) continue;
      const receive = { at: this.now(), queue, count: Number(Attributes?.ApproximateReceiveCount ?? 1) };
      if ('objectKey' in envelope) {
        this.#receivedObject(envelope.objectKey, receive);
        continue;
      }
      const entry = this.#entryOf(envelope.requestId);
      takeEnvelope(entry, envelope);
      takeReceive(entry, receive);
      this.#changed(entry);
    }
  }

  #receivedObject(key: string, receive: Receive): void {
    const entry = this.#byObject.get(key);
    if (entry === undefined) {
      this.#receivedObjects.set(key, [...(this.#receivedObjects.get(key) ?? []), receive]);
      return;
    }
    takeReceive(entry, receive);
    this.#changed(entry);
  }

  #stored(entry: InboxEntry, key: unknown): void {
    if (typeof key !== 'string') return;
    this.#byObject.set(key, entry);
    for (const receive of this.#receivedObjects.get(key) ?? []) takeReceive(entry, receive);
    this.#receivedObjects.delete(key);
  }

  /** The consumer did not return, which none of its lines says. */
  crashed({ messages }: Pick<ReceivedMessages, 'messages'>, error: FunctionErrorResult): void {
    for (const { Body } of messages) {
      const entry = this.#knownEntry(readEnvelope(Body));
      if (entry === undefined) continue;
      takeCrash(entry, error);
      this.#changed(entry);
    }
  }

  #knownEntry(envelope: ReturnType<typeof readEnvelope>): InboxEntry | undefined {
    if (envelope === undefined) return undefined;
    return 'objectKey' in envelope ? this.#byObject.get(envelope.objectKey) : this.#byRequest.get(envelope.requestId);
  }

  functionLine({ line, entry: told, isOfCallbacks }: FunctionLine): void {
    const { requestId } = told;
    if (typeof requestId !== 'string' || requestId === '') return;
    const entry = isOfCallbacks ? this.#entryOf(requestId) : this.#byRequest.get(requestId);
    if (entry === undefined) return;
    addLogLine(entry, { at: this.now(), line });
    if (isOfCallbacks) {
      takeLogLine(entry, told);
      this.#stored(entry, told.key);
    }
    this.#changed(entry);
  }

  published(published: PublishedCallback): void {
    if (published.requestId === '') return;
    const entry = this.#entryOf(published.requestId);
    this.#byEvent.set(published.eventId, entry);
    this.#byCallback.set(published.callbackId, entry);
    takeEvent(entry, published);
    this.#changed(entry);
  }

  /** The outcome of a message changed: the callbacks that it is made of show it. */
  outcomeMade(callbackIds: readonly string[]): void {
    for (const id of callbackIds) {
      const entry = this.#byCallback.get(id);
      if (entry !== undefined) this.#changed(entry);
    }
  }

  /** What earlier runs published, read after the start. What this run already knows stays as it is. */
  takeEarlier(all: readonly PublishedCallback[]): void {
    if (this.#wasCleared) return;
    const earlier = earlierEntries(all.filter((published) => !this.#knows(published)));
    const entries = [...earlier, ...this.#entries.values()].slice(-maxEntries);
    this.#entries.clear();
    this.#payloads.clear();
    for (const entry of entries) {
      this.#entries.set(entry.id, entry);
      if (entry.isEarlier) this.#byRequest.set(entry.requestId, entry);
      this.#payloads.keep(entry);
    }
    this.#changes.tell('all');
  }

  /** A published message may still be in a queue: then its event is sent with it. */
  #knows(published: PublishedCallback): boolean {
    const known = this.#byRequest.get(published.requestId);
    if (known !== undefined && known.event === undefined) keepEvent(known, published);
    return known !== undefined;
  }

  delivered({ eventId, ruleName, targetArn, ...step }: DeliveryOutcome): void {
    const entry = this.#byEvent.get(eventId);
    if (entry === undefined) return;
    addStep(entry, { rule: ruleName, target: targetArn }, { ...step, at: this.now() });
    this.#changed(entry);
  }

  forwarded({ ids, outcome, detail }: Forwarded): void {
    const entry = this.#byEvent.get(ids?.eventId ?? '');
    if (entry === undefined) return;
    const steps = { taken: 'delivered', 'tried-again': 'retried', 'given-up': 'dropped' } as const;
    const step = { step: steps[outcome], detail, attempts: 1, log: [], at: this.now() };
    addStep(entry, { rule: 'forward', target: 'your server' }, step);
    this.#changed(entry);
  }

  /** @param letters all that are in the dead-letter queue now, the oldest first */
  deadLetters(letters: readonly DeadMessage[]): void {
    const before = this.#dead;
    this.#dead = new Map();
    for (const letter of letters.slice(-maxEntries)) {
      const known = before.get(letter.messageId);
      // Read once, unless it was tried again meanwhile.
      const isRead = known === 'no callback' || known?.outcome === 'dead';
      this.#dead.set(letter.messageId, isRead ? known : this.#deadEntry(letter.body));
    }
  }

  #deadEntry(body: string): InboxEntry | 'no callback' {
    const envelope = readEnvelope(body);
    if (envelope === undefined) return 'no callback';
    const entry = 'objectKey' in envelope ? this.#ofObject(envelope.objectKey) : this.#entryOf(envelope.requestId);
    if (entry.outcome === 'dead') return entry;
    if (!('objectKey' in envelope)) takeEnvelope(entry, envelope);
    entry.outcome = 'dead';
    this.#changed(entry);
    return entry;
  }

  /** Whether a look at what is dismissed could change anything. */
  get hasUnrecognized(): boolean {
    return [...this.#entries.values()].some(isUnrecognized);
  }

  /** @param names of the objects of all callbacks that are dismissed now, as `keptName`: a dismissal can be undone */
  dismissed(names: ReadonlySet<string>): void {
    for (const entry of [...this.#entries.values()].filter(isUnrecognized)) {
      const outcome = names.has(entry.keptName) ? 'dismissed' : 'unrecognized';
      if (entry.outcome === outcome) continue;
      entry.outcome = outcome;
      this.#changed(entry);
    }
  }

  clear(): void {
    for (const map of [
      this.#byRequest,
      this.#byEvent,
      this.#byCallback,
      this.#byObject,
      this.#receivedObjects,
      this.#entries,
    ])
      map.clear();
    this.#dead.clear();
    this.#payloads.clear();
    this.#wasCleared = true;
    this.#changes.tell('all');
  }

  /** One of an earlier run is shown by its object's name. */
  #ofObject(key: string): InboxEntry {
    return this.#byObject.get(key) ?? this.#entryOf(basename(key, '.json'));
  }

  #entryOf(requestId: string): InboxEntry {
    return this.#byRequest.get(requestId) ?? this.#create(requestId);
  }

  #create(requestId: string): InboxEntry {
    this.#lastId += 1;
    const entry = newEntry(this.#lastId, requestId, this.now());
    this.#byRequest.set(requestId, entry);
    this.#entries.set(entry.id, entry);
    const oldest = this.#entries.get(this.oldestId);
    if (this.#entries.size > maxEntries && oldest !== undefined) {
      this.#entries.delete(oldest.id);
      this.#payloads.forget(oldest);
    }
    return entry;
  }

  #changed(entry: InboxEntry): void {
    // Not listed any more, so a late update has no place to go.
    if (this.#entries.get(entry.id) !== entry) {
      this.#payloads.forget(entry);
      return;
    }
    this.#payloads.keep(entry);
    this.#changes.tell(entry);
  }
}
