import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { outputFolder, UsageError } from '../../src/support/run-main';

const newFolder = temporaryFolder();

describe('outputFolder', () => {
  it('makes the folder, and leaves nothing in it', () => {
    const path = join(newFolder(), 'a', 'b');
    expect(outputFolder(path, '--out')).toBe(path);
    expect(readdirSync(path)).toEqual([]);
  });

  it('takes one that is there, and leaves what is in it', () => {
    const path = newFolder();
    writeFileSync(join(path, 'report.md'), 'mine');
    outputFolder(path, '--out');
    expect(readdirSync(path)).toEqual(['report.md']);
  });

  it('refuses a file, and one below a file, and leaves nothing behind', () => {
    const root = newFolder();
    const file = join(root, 'file');
    writeFileSync(file, 'mine');
    for (const path of [file, join(file, 'a', 'b')]) {
      expect(() => outputFolder(path, '--out')).toThrow(
        new UsageError(`The folder ${path} cannot be made or written: name another with --out.`),
      );
    }
    expect(readdirSync(root)).toEqual(['file']);
  });

  const itWithProc = existsSync('/proc/self') ? it : it.skip;
  itWithProc.each(['/proc/no/such/folder', '/proc'])('refuses %s at once, where no file is taken', (path) => {
    expect(() => outputFolder(path, '--out')).toThrow(UsageError);
  });
});
