import { printableLines, printableWithColours } from '@vibes-callbacks/local-cloud/text';
import type { Said } from './ask-at-terminal';

/** What a command needs from outside: the terminal, the environment, the clock. */
export interface Io {
  /** The answer. */
  out(text: string): void;
  /** Progress, questions, advice. */
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where to look for `--data` and `cdk.json`. */
  readonly directory: string;
  /** Whether there is a terminal to ask a question on. */
  readonly isInteractive: boolean;
  /** Standard output is a terminal. */
  readonly isTerminal: boolean;
  /** How wide the answer may be. */
  readonly columns: number;
  now(): number;
  pause(ms: number): Promise<void>;
  confirm(question: string): Promise<Said>;
  /** Asks for a secret without showing it; undefined if the user canceled, or there is no terminal to ask on. */
  askSecret(question: string): Promise<string | undefined>;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** Escapes control characters in what AWS or a child process prints; colors only on a terminal. */
export function printableIo(io: Io): Io {
  const show = io.isTerminal ? printableWithColours : printableLines;
  return { ...io, out: (text) => io.out(show(text)), err: (text) => io.err(printableLines(text)) };
}
