import { bytesOf, forgetBytes, type InboxEntry } from './inbox-entry';

const maxPayloadBytes = 64 * 1024 * 1024;

/** Bodies, events, headers and lines within a limit. The oldest are dropped first; the entries stay. */
export class KeptPayloads {
  readonly #bytes = new Map<InboxEntry, number>();
  #total = 0;

  constructor(private readonly maxBytes = maxPayloadBytes) {}

  keep(entry: InboxEntry): void {
    const bytes = bytesOf(entry);
    this.#total += bytes - (this.#bytes.get(entry) ?? 0);
    this.#bytes.set(entry, bytes);
    for (const [oldest] of this.#bytes) {
      if (this.#total <= this.maxBytes || oldest === entry) return;
      this.forget(oldest);
    }
  }

  forget(entry: InboxEntry): void {
    forgetBytes(entry);
    this.#total -= this.#bytes.get(entry) ?? 0;
    this.#bytes.delete(entry);
  }

  clear(): void {
    this.#bytes.clear();
    this.#total = 0;
  }
}
