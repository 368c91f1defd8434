import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOwnerToken } from '../../../local/aws/owner-token';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();

describe('the owner’s token', () => {
  it('is made once, at random, in a file that its owner alone can read', () => {
    const folder = newFolder();
    const token = openOwnerToken(folder);
    expect(openOwnerToken(folder)).toBe(token);
    expect(openOwnerToken(newFolder())).not.toBe(token);
    expect(readFileSync(join(folder, 'token'), 'utf8')).toBe(`${token}\n`);
    expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600);
  });

  it('that is damaged is refused without being shown', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'token'), 'abcdef');
    const open = () => openOwnerToken(folder);
    expect(open).toThrow(/damaged: delete it/);
    expect(open).not.toThrow(/abcdef/);
  });
});
