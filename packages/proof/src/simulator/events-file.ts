import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type PublishedLine, readPublishedLine } from './compare-events';
import { outcomeType, type PublishedOutcome, readOutcome } from './histories/compare-outcomes';
import { submittedType } from './histories/saying';

/** What the local cloud has published so far of callbacks, in order. */
export async function readEvents(dataFolder: string): Promise<readonly PublishedLine[]> {
  return readLines(dataFolder, (type) => type !== outcomeType && type !== submittedType, readPublishedLine);
}

/** The outcomes of messages that it has published so far, in order. */
export async function readOutcomes(dataFolder: string): Promise<readonly PublishedOutcome[]> {
  return readLines(dataFolder, (type) => type === outcomeType, readOutcome);
}

async function readLines<Line>(
  dataFolder: string,
  isWanted: (detailType: unknown) => boolean,
  read: (line: string) => Line,
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const input = createReadStream(join(dataFolder, 'events.jsonl'), 'utf8');
  for await (const line of createInterface({ input })) {
    if (line !== '' && isWanted(JSON.parse(line)['detail-type'])) lines.push(read(line));
  }
  return lines;
}
