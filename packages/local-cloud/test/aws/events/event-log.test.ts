import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEventLog } from '../../../src/aws/events/event-log';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();
const newPath = () => join(newFolder(), 'events.jsonl');

describe('the event log', () => {
  it('has one line an event, in order, and counts them', () => {
    const path = newPath();
    const log = openEventLog(path);
    log.append(['{"a":1}', '{"a":2}']);
    log.append([]);
    log.append(['{"a":3}']);
    expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"a":2}\n{"a":3}\n');
    expect(log.count).toBe(3);
    log.close();
  });

  it('goes on where it ended, after a restart', () => {
    const path = newPath();
    writeFileSync(path, '{"a":1}\n');
    const log = openEventLog(path);
    log.append(['{"a":2}']);
    expect([log.count, readFileSync(path, 'utf8')]).toEqual([2, '{"a":1}\n{"a":2}\n']);
    log.close();
  });

  it('drops a last line that a kill cut off', () => {
    const path = newPath();
    writeFileSync(path, '{"a":1}\n');
    appendFileSync(path, '{"a":2');
    const log = openEventLog(path);
    log.append(['{"a":3}']);
    expect([log.count, readFileSync(path, 'utf8')]).toEqual([2, '{"a":1}\n{"a":3}\n']);
    log.close();
  });

  it('is empty after a reset, and writes from the start', () => {
    const path = newPath();
    const log = openEventLog(path);
    log.append(['{"a":1}']);
    log.clear();
    expect([log.count, readFileSync(path, 'utf8')]).toEqual([0, '']);
    log.append(['{"a":2}']);
    expect(readFileSync(path, 'utf8')).toBe('{"a":2}\n');
    log.close();
  });
});
