import { printableLines, printableWithColours } from '@vibes-callbacks/local-cloud/text';
import type { Said } from './ask-at-terminal';

/** What a command has of the world around it: the terminal, the environment, the clock. */
export interface Io {
  /** The answer. */
  out(text: string): void;
  /** Progress, questions, advice. */
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `--data` and `cdk.json` are looked for. */
  readonly directory: string;
  /** Somebody sits at it who can be asked. */
  readonly isInteractive: boolean;
  /** Standard output is a terminal. */
  readonly isTerminal: boolean;
  /** How wide the answer may be. */
  readonly columns: number;
  now(): number;
  pause(ms: number): Promise<void>;
  confirm(question: string): Promise<Said>;
  /** Asks for what nobody may read over a shoulder; undefined where it was called off, or nobody can be asked. */
  askSecret(question: string): Promise<string | undefined>;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** Where no control character of what AWS or a child says does anything; colours are for a terminal. */
export function printableIo(io: Io): Io {
  const show = io.isTerminal ? printableWithColours : printableLines;
  return { ...io, out: (text) => io.out(show(text)), err: (text) => io.err(printableLines(text)) };
}
