import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../../test/support/temporary-folder';
import { earlierEntries, readEarlier } from '../../../src/start/inbox/earlier-callbacks';
import { summaryOf } from '../../../src/start/inbox/inbox-entry';
import { readPublished } from '../../../src/start/published-callback';
import { eventOf } from './inbox-fixtures';

const newFolder = temporaryFolder();
const line = (requestId: string) => eventOf(requestId).json;

function logOf(...lines: readonly string[]): string {
  const path = join(newFolder(), 'events.jsonl');
  writeFileSync(path, lines.join('\n'));
  return path;
}
const idsOf = async (...given: Parameters<typeof readEarlier>) =>
  (await readEarlier(...given)).map(({ requestId }) => requestId);

describe('the log of events', () => {
  it('that is not there gives nothing', async () => {
    expect(await readEarlier(join(newFolder(), 'events.jsonl'))).toEqual([]);
    expect(await readEarlier(logOf(''))).toEqual([]);
  });

  it('is read in its order, and what is not an event of a callback, or cut off, is left out', async () => {
    const lines = [
      line('a'),
      '{"id":"x","detail":{}}',
      'no JSON',
      line('b'),
      line(''),
      '',
      line('c'),
      line('d').slice(0, 40),
    ];
    expect(await idsOf(logOf(...lines))).toEqual(['a', 'b', 'c']);
  });

  it('is read from its end within bounds: so many callbacks, so many bytes, whole lines', async () => {
    const all = Array.from({ length: 250 }, (_, index) => `r${String(index).padStart(3, '0')}`);
    const path = logOf(...all.map(line), '');
    expect(await idsOf(path)).toEqual(all);
    expect(await idsOf(path, { bytes: 1e6, callbacks: 2 })).toEqual(['r248', 'r249']);
    const size = line('r000').length + 1;
    expect(await idsOf(path, { bytes: 3 * size - 1, callbacks: 100 })).toEqual(['r248', 'r249']);
  });
});

describe('the entries of earlier callbacks', () => {
  it('are one for each request, and say what their event says', () => {
    const unrecognized = JSON.stringify({
      ...JSON.parse(eventOf('r2', 'Unrecognized Callback', 'event-2').json),
      detail: {
        metadata: { id: 'c2', requestId: 'r2', route: '/rbm', receivedAt: '2026-01-02T03:04:04.000Z' },
        data: { reason: 'json-syntax' },
      },
    });
    const all = [eventOf('r1'), eventOf('r1'), readPublished(unrecognized)].flatMap((one) => one ?? []);
    expect(earlierEntries(all).map(summaryOf)).toMatchObject([
      { id: -2, outcome: 'unrecognized', note: 'json-syntax', route: '/rbm', status: null, isEarlier: true },
      { id: -1, outcome: 'published', note: '', text: 'Hello', requestId: 'r1', isEarlier: true },
    ]);
  });
});
