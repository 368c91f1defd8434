import { createHash } from 'node:crypto';

/**
 * How much text goes to the hash at once: with one call per text, the calls would be most of the work; one call for all
 * would need a copy.
 */
const chunkLength = 65_536;

/**
 * SHA-256 of a list of texts. Each text is preceded by its length, so two different lists never hash the same bytes, and
 * is hashed by its UTF-16 code units, so half a surrogate pair counts as well.
 */
export class TextHash {
  private readonly hash = createHash('sha256');
  private chunk = '';

  add(...texts: readonly string[]): void {
    for (const text of texts) {
      this.chunk += `${text.length}:`;
      if (text.length < chunkLength) this.chunk += text;
      else this.addLong(text);
    }
    if (this.chunk.length >= chunkLength) this.flush();
  }

  private addLong(text: string): void {
    for (let start = 0; start < text.length; start += chunkLength) {
      this.chunk += text.slice(start, start + chunkLength);
      this.flush();
    }
  }

  /** 64 hex digits. Nothing can be added afterwards. */
  digest(): string {
    this.flush();
    return this.hash.digest('hex');
  }

  private flush(): void {
    this.hash.update(this.chunk, 'utf16le');
    this.chunk = '';
  }
}
