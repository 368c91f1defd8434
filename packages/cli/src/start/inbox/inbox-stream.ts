import type { ServerResponse } from 'node:http';
import type { Inbox } from './inbox';
import { type InboxEntry, summaryOf } from './inbox-entry';
import type { InboxFilter, InboxMessages, InboxStatus } from './inbox-shapes';
import { type Matches, matchesFilter } from './matches-filter';

/** A burst becomes a few messages. */
const flushAfterMs = 100;
/** Only a write reveals that a connection is gone. */
const aliveEveryMs = 15_000;
/** A client that no longer reads is dropped. */
const maxBufferedBytes = 64 * 1024 * 1024;

interface Client {
  readonly response: ServerResponse;
  readonly matches: Matches;
  /** The ids shown there, so that one that no longer matches can be removed. */
  readonly shown: Set<number>;
}

/** Server-sent events: each page gets everything that its filter matches, then the changes. */
export class InboxStream {
  readonly #clients = new Set<Client>();
  readonly #changed = new Set<InboxEntry>();
  /** The whole list. */
  #isAnother = false;
  #timer: NodeJS.Timeout | undefined;
  #status: string | undefined;
  readonly #alive: NodeJS.Timeout;

  constructor(private readonly inbox: Inbox) {
    inbox.onChange((change) => {
      if (this.#clients.size === 0) return;
      if (change !== 'all') this.#changed.add(change);
      else this.#isAnother = true;
      this.#timer ??= setTimeout(() => this.flush(), flushAfterMs);
    });
    this.#alive = setInterval(() => this.#each(({ response }) => response.write(': alive\n\n')), aliveEveryMs).unref();
  }

  get isWatched(): boolean {
    return this.#clients.size > 0;
  }

  open(response: ServerResponse, filter: InboxFilter): void {
    const client = { response, matches: matchesFilter(filter), shown: new Set<number>() };
    this.#clients.add(client);
    const leave = () => this.#clients.delete(client);
    // A write to a closed connection fails, which is not an error of the local cloud.
    response.on('close', leave).on('error', leave);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    this.#sendAll(client);
    if (this.#status !== undefined) response.write(`event: status\ndata: ${this.#status}\n\n`);
  }

  /** Sent to every page when it has changed. */
  tellStatus(status: InboxStatus): void {
    const text = JSON.stringify(status);
    if (text === this.#status) return;
    this.#status = text;
    this.#each(({ response }) => response.write(`event: status\ndata: ${text}\n\n`));
  }

  /** Sends the changes. Called automatically shortly after one. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const changed = [...this.#changed].sort((a, b) => b.id - a.id);
    this.#changed.clear();
    this.#each((client) => (this.#isAnother ? this.#sendAll(client) : this.#sendChange(client, changed)));
    this.#isAnother = false;
  }

  close(): void {
    clearInterval(this.#alive);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#each(({ response }) => response.end());
    // These responses are ended, so later changes are not sent.
    this.#clients.clear();
  }

  #sendAll({ response, matches, shown }: Client): void {
    const matching = this.inbox.all().filter(matches);
    shown.clear();
    for (const { id } of matching) shown.add(id);
    send(response, 'list', { callbacks: matching.map(summaryOf), total: this.inbox.size });
  }

  #sendChange({ response, matches, shown }: Client, changed: readonly InboxEntry[]): void {
    const matching: InboxEntry[] = [];
    const others: number[] = [];
    // Once each: a search reads bodies.
    for (const entry of changed) matches(entry) ? matching.push(entry) : others.push(entry.id);
    const { oldestId } = this.inbox;
    const gone = [...others, ...olderThan(oldestId, shown)].filter((id) => shown.delete(id));
    for (const { id } of matching) shown.add(id);
    if (changed.length === 0 && gone.length === 0) return;
    send(response, 'change', { callbacks: matching.map(summaryOf), gone, others, total: this.inbox.size });
  }

  #each(tell: (client: Client) => void): void {
    for (const client of this.#clients) {
      if (client.response.writableLength > maxBufferedBytes) client.response.destroy();
      else tell(client);
    }
  }
}

/** Ids only grow, so these are the first of those that are shown. */
function olderThan(oldestId: number, shown: ReadonlySet<number>): readonly number[] {
  const gone: number[] = [];
  for (const id of shown) {
    if (id < oldestId) gone.push(id);
  }
  return gone;
}

function send<K extends keyof InboxMessages>(response: ServerResponse, event: K, data: InboxMessages[K]): void {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
