import { setTimeout } from 'node:timers/promises';
import { askAtTerminal, askSecretAtTerminal } from './ask-at-terminal';
import type { Io } from './io';

/** The width when none is known. */
const defaultColumns = 80;

/** The process's own terminal. The first Ctrl-C lets a command put back the messages it holds; the second ends it. */
export function processIo(): Io {
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  process.once('SIGTERM', () => interruption.abort());
  // The reader of the output may be gone (`| head`).
  process.stdout.on('error', () => process.exit(0));
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    env: process.env,
    directory: process.cwd(),
    isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    isTerminal: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? (Number(process.env.COLUMNS) || defaultColumns),
    now: Date.now,
    pause: async (ms) => {
      await setTimeout(ms, undefined, { signal: interruption.signal }).catch(() => undefined);
    },
    confirm: (question) =>
      askAtTerminal(question, { input: process.stdin, output: process.stderr, signal: interruption.signal }),
    askSecret: async (question) =>
      process.stdin.isTTY === true && process.stderr.isTTY === true
        ? askSecretAtTerminal(question, { input: process.stdin, output: process.stderr, signal: interruption.signal })
        : undefined,
    interrupted: interruption.signal,
  };
}
