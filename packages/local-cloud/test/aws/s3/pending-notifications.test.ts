import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPendingNotifications } from '../../../src/aws/s3/pending-notifications';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();
const object = { bucket: 'b', key: 'overflow/1', eventName: 'ObjectCreated:Put' };

describe('pending notifications', () => {
  it('are owed over a restart until they are done', () => {
    const folder = newFolder();
    openPendingNotifications(folder).add(object);
    const [owed, ...others] = openPendingNotifications(folder).list();
    expect([owed?.object, others]).toEqual([object, []]);
    owed?.done();
    expect(openPendingNotifications(folder).list()).toEqual([]);
  });

  it('leave nothing behind once they were sent', () => {
    const folder = newFolder();
    const done = openPendingNotifications(folder).add(object);
    expect(readdirSync(folder)).toHaveLength(1);
    done();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('do not stumble over a file that a kill cut off', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'cut.json'), '{"bucket":"b","ke');
    const pending = openPendingNotifications(folder);
    pending.add(object);
    expect(pending.list().map((owed) => owed.object)).toEqual([object]);
  });

  it('are forgotten by a reset', () => {
    const pending = openPendingNotifications(newFolder());
    pending.add(object);
    pending.clear();
    expect(pending.list()).toEqual([]);
  });
});
