import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openLogStore } from '../../../src/aws/logs/log-store';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();
const event = { timestamp: 7, stream: 'worker-1', message: '{"a":"b c"}' };

describe('the log store', () => {
  it('keeps each group’s lines in order, also over a restart', () => {
    const directory = join(newFolder(), 'logs');
    const first = openLogStore(directory);
    first.append('/aws/lambda/a', event);
    first.append('other', { ...event, message: '' });
    first.append('/aws/lambda/a', { ...event, timestamp: 8 });
    expect(first.read('/aws/lambda/a')).toEqual([event, { ...event, timestamp: 8 }]);
    expect(openLogStore(directory).read('other')).toEqual([{ ...event, message: '' }]);
    expect(first.read('nothing')).toEqual([]);
  });

  it('leaves out a line that was cut off', () => {
    const directory = newFolder();
    const store = openLogStore(directory);
    store.append('a', event);
    expect(store.read('a')).toHaveLength(1);
    appendFileSync(join(directory, 'a.log'), '9 worker-1 half');
    expect(store.read('a')).toEqual([event]);
  });

  it('is readable for its owner alone', () => {
    const directory = newFolder();
    const store = openLogStore(directory);
    store.append('a', event);
    store.read('a');
    expect(statSync(join(directory, 'a.log')).mode & 0o077).toBe(0);
  });

  it('goes on after it was emptied', () => {
    const directory = newFolder();
    const store = openLogStore(directory);
    store.append('a', event);
    store.read('a');
    store.clear();
    expect([store.read('a'), readdirSync(directory)]).toEqual([[], []]);
    store.append('a', event);
    expect(store.read('a')).toEqual([event]);
  });
});
