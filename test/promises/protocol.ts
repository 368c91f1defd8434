import { randomUUID } from 'node:crypto';
import type { Claim, ClaimOutcome, Lease, Ledger } from '../../lambda/consumer/ports';
import type { Identity } from '../../lambda/reader/callback';
import { eventId, identityText } from '../../lambda/reader/identity/identity';

/** An invocation's calls end this long after its start; its lease is longer by what clocks may differ. */
const lastCallMs = 14_500;
const leaseMs = 17_000;
const visibilityMs = 90_000;
const open = new AbortController().signal;

export interface Content {
  readonly identity: Identity;
  readonly digest: string;
}

/** A callback that Vibes sent and ingest accepted, on its way through the queue. */
export interface Message {
  readonly content: Content;
  visibleAtMs: number;
}

/** A worker that won a claim. */
export interface Worker {
  readonly message: Message;
  readonly lease: Lease;
  readonly startedMs: number;
  publication?: Publication;
}

export interface Publication {
  readonly eventId: string;
  readonly identity: string;
  readonly digest: string;
  /** Answered, and completed before its worker's invocation had to end. */
  clean: boolean;
}

/** What the ledger must hold of an identity. */
export interface Item {
  readonly state: 'claimed' | 'published';
  readonly digest: string;
  readonly timesSeen: number;
  readonly leaseEndsMs: number;
}

export type ClaimFault = 'none' | 'crash-before' | 'crash-after';
export type PublishFault = ClaimFault | 'refused' | 'answer-lost';
export type CompleteFault = ClaimFault | 'not-written';

/**
 * Queue, bus and workers around a real ledger, in a time of their own, and beside it what the ledger must hold.
 * One step at a time: concurrency is the order in which several workers make theirs.
 */
export class Protocol {
  private readonly run = randomUUID();
  nowMs = Date.parse('2026-05-06T07:08:09.000Z');
  messages: Message[] = [];
  workers: Worker[] = [];
  readonly publications: Publication[] = [];
  readonly accepted: Content[] = [];
  readonly items = new Map<string, Item>();

  /** @param predicts whether the ledger's answers are compared with what they must be, or only their consequences */
  constructor(
    readonly ledger: Ledger,
    readonly predicts: boolean,
  ) {}

  deliver(id: string, digest: string): void {
    // No run meets what another one left in the table.
    const content: Content = { identity: { family: 'mo', id, part: this.run }, digest };
    this.accepted.push(content);
    this.messages.push({ content, visibleAtMs: this.nowMs });
  }

  visible(): Message[] {
    return this.messages.filter(({ visibleAtMs }) => visibleAtMs <= this.nowMs);
  }

  /** Workers whose invocation has not ended; or, `late`, those that live on although their lease has lapsed. */
  alive(late: boolean): Worker[] {
    return this.workers.filter(({ startedMs, lease }) =>
      late ? lease.claim.leaseEndsMs < this.nowMs : this.nowMs <= startedMs + lastCallMs,
    );
  }

  /** A worker receives a message and claims it. `skewMs`: how far its clock is ahead of the true time. */
  async receive(message: Message, fault: ClaimFault, skewMs: number): Promise<void> {
    message.visibleAtMs = this.nowMs + visibilityMs;
    if (fault === 'crash-before') return;
    const claim = this.claimOf(message.content, skewMs);
    const outcome = await this.claim(claim);
    if (fault === 'crash-after') return;
    if (outcome.status !== 'collision') return this.act(message, outcome, skewMs);
    await this.act(message, await this.claim(this.claimOf(ownIdentity(message.content), skewMs)), skewMs);
  }

  private claimOf({ identity, digest }: Content, skewMs: number): Claim {
    const nowMs = this.nowMs + skewMs;
    const requestId = `request at ${this.nowMs}`;
    const ids = { identity, eventId: eventId(identity), detailType: 'MO Message', requestId } as const;
    const times = { receivedAtMs: nowMs, nowMs, leaseEndsMs: nowMs + leaseMs };
    return { ...ids, contentDigest: digest, formerDigests: [], ...times };
  }

  private async claim(claim: Claim): Promise<ClaimOutcome> {
    const outcome = await this.ledger.claim(claim, open);
    const key = identityText(claim.identity);
    if (this.predicts) expect(outcome).toMatchObject(predict(claim, this.items.get(key)));
    const item = this.items.get(key);
    if (outcome.status === 'claimed') {
      const { timesSeen } = outcome.lease;
      this.items.set(key, { state: 'claimed', digest: claim.contentDigest, timesSeen, leaseEndsMs: claim.leaseEndsMs });
    }
    if (outcome.status === 'duplicate' && item !== undefined) {
      this.items.set(key, { ...item, timesSeen: item.timesSeen + 1 });
    }
    return outcome;
  }

  private act(message: Message, outcome: ClaimOutcome, skewMs: number): void {
    if (outcome.status === 'claimed') this.workers.push({ message, lease: outcome.lease, startedMs: this.nowMs });
    if (outcome.status === 'held') {
      message.visibleAtMs = Math.max(this.nowMs, outcome.leaseEndsMs - skewMs + 1_000);
    }
    if (outcome.status === 'duplicate') this.delete(message);
  }

  publish(worker: Worker, fault: PublishFault): void {
    if (fault !== 'crash-before' && fault !== 'refused') {
      const { claim } = worker.lease;
      const ids = { eventId: claim.eventId, identity: identityText(claim.identity), digest: claim.contentDigest };
      worker.publication = { ...ids, clean: false };
      this.publications.push(worker.publication);
    }
    if (fault !== 'none') this.end(worker);
  }

  async complete(worker: Worker, fault: CompleteFault): Promise<void> {
    const inTime = this.nowMs <= worker.startedMs + lastCallMs;
    this.end(worker);
    if (fault === 'crash-before' || fault === 'not-written') return;
    expect(await this.ledger.complete([worker.lease], this.nowMs, open)).toEqual([]);
    const { claim, timesSeen } = worker.lease;
    const { contentDigest: digest, leaseEndsMs } = claim;
    this.items.set(identityText(claim.identity), { state: 'published', digest, timesSeen, leaseEndsMs });
    if (worker.publication !== undefined) worker.publication.clean = inTime;
    if (fault === 'none') this.delete(worker.message);
  }

  /** Faults are over: what is left in the queue is worked off, each message when it is visible again. */
  async drain(): Promise<void> {
    const patienceEndsMs = this.nowMs + 5 * 60_000;
    while (this.messages.length > 0) {
      if (this.nowMs > patienceEndsMs) throw new Error('not published in time');
      this.nowMs = Math.max(this.nowMs, Math.min(...this.messages.map(({ visibleAtMs }) => visibleAtMs)));
      for (const message of this.visible()) {
        await this.receive(message, 'none', 0);
        for (const worker of this.workers.filter((one) => one.message === message && one.startedMs === this.nowMs)) {
          this.publish(worker, 'none');
          await this.complete(worker, 'none');
        }
      }
    }
  }

  private end(worker: Worker): void {
    this.workers = this.workers.filter((other) => other !== worker);
  }

  private delete(message: Message): void {
    this.messages = this.messages.filter((other) => other !== message);
  }
}

/** The ledger's whole specification. */
function predict(claim: Claim, item: Item | undefined) {
  if (item === undefined) return { status: 'claimed', lease: { timesSeen: 1 } };
  if (item.digest !== claim.contentDigest) return { status: 'collision' };
  if (item.state === 'published') return { status: 'duplicate' };
  if (item.leaseEndsMs >= claim.nowMs) return { status: 'held', leaseEndsMs: item.leaseEndsMs };
  return { status: 'claimed', lease: { timesSeen: item.timesSeen + 1 } };
}

/** What other content of a taken identity is published as. */
export function ownIdentity({ identity, digest }: Content): Content {
  const id = `${identityText(identity)} ${digest}`;
  return { identity: { family: 'unrecognized', id, part: '-' }, digest: id };
}
