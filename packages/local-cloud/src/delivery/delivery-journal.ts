import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { PublishedEvent } from '../aws/events/published-event';
import { replaceFile } from '../base/replace-file';
import { isRecord } from '../template/properties';

/** An event that a target of a rule has yet to get. */
export interface Owed {
  readonly id: string;
  readonly ruleArn: string;
  readonly targetId: string;
  readonly event: PublishedEvent;
}

/**
 * The pending deliveries, on disk before the publisher has its answer: after a kill in between, an event is delivered
 * twice at worst, never lost.
 */
export interface DeliveryJournal {
  add(owed: Owed): void;
  done(id: string): void;
  open(): readonly Owed[];
  clear(): void;
}

/** Past this many lines it is rewritten with only the pending deliveries. */
const maxLines = 20_000;

export function openDeliveryJournal(path: string): DeliveryJournal {
  let owed = readOwed(path);
  const rewrite = () => {
    replaceFile(path, [...owed.values()].map((one) => `${JSON.stringify(one)}\n`).join(''));
    return openSync(path, 'a', 0o600);
  };
  let file = rewrite();
  let lines = 0;
  const append = (entry: unknown) => {
    writeSync(file, `${JSON.stringify(entry)}\n`);
    lines += 1;
    if (lines < maxLines || owed.size > maxLines / 2) return;
    closeSync(file);
    file = rewrite();
    lines = owed.size;
  };
  return {
    add: (one) => {
      owed.set(one.id, one);
      append(one);
    },
    done: (id) => {
      if (owed.delete(id)) append({ done: id });
    },
    open: () => [...owed.values()],
    clear: () => {
      owed = new Map();
      closeSync(file);
      file = rewrite();
      lines = 0;
    },
  };
}

/** A last line that a kill cut off belongs to an event whose publisher got no answer. */
function readOwed(path: string): Map<string, Owed> {
  const owed = new Map<string, Owed>();
  if (!existsSync(path)) return owed;
  const text = readFileSync(path, 'utf8');
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    const entry: unknown = line === '' ? undefined : JSON.parse(line);
    if (!isRecord(entry)) continue;
    if (typeof entry.done === 'string') owed.delete(entry.done);
    else if (isOwed(entry)) owed.set(entry.id, { ...entry, event: withDate(entry.event) });
  }
  return owed;
}

function isOwed(entry: Record<string, unknown>): entry is Record<string, unknown> & Owed {
  return typeof entry.id === 'string' && typeof entry.ruleArn === 'string' && isRecord(entry.event);
}

function withDate(event: PublishedEvent): PublishedEvent {
  return { ...event, publishedAt: new Date(event.publishedAt) };
}
