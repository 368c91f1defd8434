/**
 * What a mark stands for, which decides where it may be found:
 * `content` numbers, texts, names, paths: personal data · `signature` · `credential` a wrong password or key ·
 * `secret` a right one
 */
export type MarkKind = 'content' | 'signature' | 'credential' | 'secret';

export interface Mark {
  readonly kind: MarkKind;
  /** The field that it was sent in. */
  readonly field: string;
  readonly value: string;
}

/**
 * Makes distinct marks, and remembers them all. They end with the same character, because base64 without its edges has
 * only half of a mark's last one.
 */
export class Marks {
  readonly all: Mark[] = [];

  /** A text as a person may write it: with white space and quotes. */
  text(field: string): string {
    return this.add('content', field, `a "canary" nest ${this.#number()}.`);
  }

  /** A phone number that is assigned to no one (Ofcom's numbers for drama), in E.164. */
  phone(field: string): string {
    return this.add('content', field, `+4477009${this.#number()}0`);
  }

  /** A text of characters that headers, names and paths may have. */
  word(kind: MarkKind, field: string): string {
    return this.add(kind, field, `word-of-canary-${this.#number()}x`);
  }

  add(kind: MarkKind, field: string, value: string): string {
    this.all.push({ kind, field, value });
    return value;
  }

  #number(): string {
    return String(10_000 + this.all.length);
  }
}
