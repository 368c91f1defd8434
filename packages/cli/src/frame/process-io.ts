import { setTimeout as sleep } from 'node:timers/promises';
import { askAtTerminal, askSecretAtTerminal } from './ask-at-terminal';
import type { Io } from './io';

/** The width when none is known. */
const defaultColumns = 80;
/** A Ctrl-C may come twice: from the terminal, and from the program that started this one. */
const doubledMs = 1_000;
/** How long a command may take to end once its output is closed. */
const graceMs = 15_000;

/** The process's own terminal. The first Ctrl-C lets a command undo what it must not leave behind; the second ends it. */
export function processIo(): Io {
  const interruption = new AbortController();
  let interruptedAtMs: number | undefined;
  const interrupt = () => {
    if (interruptedAtMs !== undefined && Date.now() - interruptedAtMs > doubledMs) process.exit(130);
    interruptedAtMs ??= Date.now();
    interruption.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  // The reader of the output may be gone (`| head`): the command ends as after Ctrl-C, and cleans up first.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => {
      interruption.abort();
      setTimeout(() => process.exit(0), graceMs).unref();
    });
  }
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
      await sleep(ms, undefined, { signal: interruption.signal }).catch(() => undefined);
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
