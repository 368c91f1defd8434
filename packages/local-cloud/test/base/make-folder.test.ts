import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../src/base/make-folder';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();

describe('makeFolder', () => {
  it('makes what is missing, and names the topmost that it made', () => {
    const root = newFolder();
    expect(makeFolder(join(root, 'a', 'b', 'c'), 0o700)).toBe(join(root, 'a'));
    expect(statSync(join(root, 'a', 'b', 'c')).mode & 0o777).toBe(0o700);
  });

  it('makes nothing where it is there', () => {
    expect(makeFolder(newFolder())).toBeUndefined();
  });

  it('leaves nothing behind where it cannot be made', () => {
    const root = newFolder();
    const file = join(root, 'file');
    writeFileSync(file, 'mine');
    expect(() => makeFolder(join(file, 'a', 'b'))).toThrow(/ENOTDIR/);
    const longName = 'x'.repeat(300);
    expect(() => makeFolder(join(root, 'a', 'b', longName))).toThrow(/ENAMETOOLONG/);
    expect(readdirSync(root)).toEqual(['file']);
  });

  const itWithProc = existsSync('/proc/self') ? it : it.skip;
  itWithProc('gives up at once where no folder is taken', () => {
    expect(() => makeFolder('/proc/no/such/folder')).toThrow(/ENOENT/);
  });
});
