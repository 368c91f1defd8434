/** A map that forgets the oldest entries, so that a run of weeks needs no more memory than a run of an hour. */
export class RecentMap<T> {
  readonly #entries = new Map<string, T>();

  constructor(private readonly maxSize = 5000) {}

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: T): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.maxSize && oldest !== undefined) this.#entries.delete(oldest);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  entries(): IterableIterator<[string, T]> {
    return this.#entries.entries();
  }
}
