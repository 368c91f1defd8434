import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** How often the file is looked at, which is how exact the times are. */
const lookEveryMs = 2;

export interface EventWatch {
  /** Events seen so far, repeats of one not counted. */
  readonly count: number;
  /** When the event of each request was seen, by the monotonic clock. */
  readonly seenAtMs: ReadonlyMap<string, number>;
  stop(): void;
}

/** Reads `events.jsonl` as it grows. */
export function watchEvents(dataFolder: string): EventWatch {
  const file = openSync(join(dataFolder, 'events.jsonl'), 'r');
  const buffer = Buffer.alloc(1024 * 1024);
  const seenAtMs = new Map<string, number>();
  const ids = new Set<string>();
  const state = { position: 0, rest: '' };
  const look = () => {
    for (let read = -1; read !== 0; ) {
      read = readSync(file, buffer, 0, buffer.length, state.position);
      state.position += read;
      const lines = (state.rest + buffer.toString('latin1', 0, read)).split('\n');
      state.rest = lines.pop() ?? '';
      const now = performance.now();
      for (const line of lines) {
        const { id, requestId } = readIds(line);
        ids.add(id);
        seenAtMs.set(requestId, now);
      }
    }
  };
  const timer = setInterval(look, lookEveryMs);
  return {
    get count() {
      return ids.size;
    },
    seenAtMs,
    stop: () => {
      clearInterval(timer);
      closeSync(file);
    },
  };
}

/** By its text: to parse a line takes longer than anything else here, and this shares the machine with what is measured. */
export function readIds(line: string): { readonly id: string; readonly requestId: string } {
  const [, id, requestId] = /"metadata":\{"id":"([^"]+)".*?"requestId":"([^"]+)"/.exec(line) ?? [];
  if (id === undefined || requestId === undefined) throw new Error('a line of events.jsonl is no event of a callback');
  return { id, requestId };
}
