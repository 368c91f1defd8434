import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeOwnerToken } from '../../src/control/owner-token';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();

test('the owner’s token is made at random by each run, in a file that its owner alone can read', () => {
  const folder = newFolder();
  const earlier = makeOwnerToken(folder);
  const token = makeOwnerToken(folder);
  expect(token).not.toBe(earlier);
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect(readFileSync(join(folder, 'token'), 'utf8')).toBe(`${token}\n`);
  expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600);
});
