import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPrivateFolder } from '../../src/aws/private-folder';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();
const modeOf = (path: string) => statSync(path).mode & 0o777;
afterEach(() => jest.restoreAllMocks());

describe('a data folder', () => {
  it('is made for its user alone', () => {
    const path = join(newFolder(), 'data');
    openPrivateFolder(path);
    expect(modeOf(path)).toBe(0o700);
  });

  it('that is empty and open to others is closed', () => {
    const path = join(newFolder(), 'data');
    mkdirSync(path);
    chmodSync(path, 0o755);
    openPrivateFolder(path);
    expect(modeOf(path)).toBe(0o700);
  });

  it('with data in it and open to others is refused', () => {
    const path = newFolder();
    writeFileSync(join(path, 'secrets.json'), '[]');
    chmodSync(path, 0o750);
    expect(() => openPrivateFolder(path)).toThrow(/open to other users: close it with chmod 700/);
  });

  it('of another user is refused', () => {
    const path = newFolder();
    jest.spyOn(process, 'getuid').mockReturnValue(statSync(path).uid + 1);
    expect(() => openPrivateFolder(path)).toThrow(/belongs to another user/);
  });

  it('with a symbolic link in place of one of its files is refused', () => {
    const path = newFolder();
    symlinkSync('/etc/passwd', join(path, 'events.jsonl'));
    expect(() => openPrivateFolder(path)).toThrow(/"events.jsonl" is a symbolic link/);
  });
});
