import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Owed, openDeliveryJournal } from '../../src/delivery/delivery-journal';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();
const owed = (id: string): Owed => ({
  id,
  ruleArn: 'arn:rule',
  targetId: 'T',
  event: { detailType: 'MO Message', json: '{}', busArn: 'arn:bus', publishedAt: new Date(0) },
});

test('what is owed is there after a kill, and what is done is not', () => {
  const path = join(newFolder(), 'deliveries.jsonl');
  const journal = openDeliveryJournal(path);
  journal.add(owed('a'));
  journal.add(owed('b'));
  journal.done('a');
  expect(openDeliveryJournal(path).open()).toEqual([owed('b')]);
});

test('a line that was cut off is dropped, and the next one is whole again', () => {
  const path = join(newFolder(), 'deliveries.jsonl');
  openDeliveryJournal(path).add(owed('a'));
  appendFileSync(path, '{"id":"b","ruleA');
  const journal = openDeliveryJournal(path);
  expect(journal.open()).toEqual([owed('a')]);
  journal.add(owed('c'));
  expect(openDeliveryJournal(path).open()).toEqual([owed('a'), owed('c')]);
});

test('it does not grow for ever', () => {
  const path = join(newFolder(), 'deliveries.jsonl');
  const journal = openDeliveryJournal(path);
  journal.add(owed('kept'));
  for (let index = 0; index < 12_000; index += 1) {
    journal.add(owed(`${index}`));
    journal.done(`${index}`);
  }
  expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(20_001);
  expect(openDeliveryJournal(path).open()).toEqual([owed('kept')]);
});

test('cleared, it owes nothing, and goes on', () => {
  const path = join(newFolder(), 'deliveries.jsonl');
  const journal = openDeliveryJournal(path);
  journal.add(owed('a'));
  journal.clear();
  journal.add(owed('b'));
  expect(openDeliveryJournal(path).open()).toEqual([owed('b')]);
});
