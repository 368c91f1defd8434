import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type PublishedLine, readPublishedLine } from './compare-events';

/** What the local cloud has published so far, in order. */
export async function readEvents(dataFolder: string): Promise<readonly PublishedLine[]> {
  const lines: PublishedLine[] = [];
  const input = createReadStream(join(dataFolder, 'events.jsonl'), 'utf8');
  for await (const line of createInterface({ input })) if (line !== '') lines.push(readPublishedLine(line));
  return lines;
}
