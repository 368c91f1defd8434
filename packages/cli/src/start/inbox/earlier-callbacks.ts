import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { type PublishedCallback, readPublished } from '../published-callback';
import { type InboxEntry, newEntry } from './inbox-entry';
import { takeEvent } from './inbox-facts';

export interface EarlierLimits {
  /** From the end of the log. */
  readonly bytes: number;
  readonly callbacks: number;
}

const limits: EarlierLimits = { bytes: 16 * 1024 * 1024, callbacks: 5_000 };
/** Read in pieces, so that the local cloud can work in between. */
const linesAtATime = 100;

/** The newest callbacks that earlier runs published, from the end of the event log, oldest first. */
export async function readEarlier(
  eventsFile: string,
  { bytes, callbacks }: EarlierLimits = limits,
): Promise<readonly PublishedCallback[]> {
  const lines = (await endOf(eventsFile, bytes)).split('\n').filter((line) => line !== '');
  const found: PublishedCallback[] = [];
  for (const [index, line] of lines.slice(-callbacks).entries()) {
    if (index % linesAtATime === linesAtATime - 1) await setImmediate();
    const published = readLine(line);
    if (published !== undefined && published.requestId !== '') found.push(published);
  }
  return found;
}

/** Whole lines only: the last one may still be being written. */
async function endOf(path: string, most: number): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, most);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position: size - length });
    const text = buffer.toString('utf8', 0, bytesRead);
    return length === size ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}

function readLine(line: string): PublishedCallback | undefined {
  try {
    return readPublished(line);
  } catch {
    return undefined;
  }
}

/** Their entries, in the order of arrival. Their ids end with -1, before those of this run. */
export function earlierEntries(all: readonly PublishedCallback[]): readonly InboxEntry[] {
  const once = [...new Map(all.map((published) => [published.requestId, published])).values()];
  const inOrder = once.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  return inOrder.map((published, index) => earlierEntry(index - inOrder.length, published));
}

function earlierEntry(id: number, published: PublishedCallback): InboxEntry {
  const { requestId, receivedAt, route, reason } = published;
  const entry: InboxEntry = { ...newEntry(id, requestId, receivedAt), isEarlier: true, route };
  takeEvent(entry, published);
  entry.note = reason;
  return entry;
}
