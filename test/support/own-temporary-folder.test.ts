import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isAbandoned } from './own-temporary-folder';
import { temporaryFolder } from './temporary-folder';

const newFolder = temporaryFolder();
const root = join(__dirname, '..', '..');

describe('a run of the tests', () => {
  it('has a temporary folder of its own, and so has what it starts', () => {
    expect(basename(tmpdir())).toMatch(/^vibes-jest-\d+-/);
    const script = 'process.stdout.write(require("node:os").tmpdir())';
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })).toBe(tmpdir());
  });

  it('that synthesizes leaves nothing behind, and takes along what a killed one left', () => {
    const outer = newFolder();
    const gone = mkdtempSync(join(outer, 'vibes-jest-999999999-'));
    mkdirSync(join(outer, 'of-somebody-else'));
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    const args = [jest, '-w', '1', '--testMatch', '<rootDir>/test/lib/ledger-table.test.ts'];
    const env = { ...process.env, TMPDIR: outer, TEMP: outer, TMP: outer };
    execFileSync(process.execPath, [...args, '--cacheDirectory', newFolder()], { cwd: root, env, stdio: 'pipe' });
    expect(existsSync(gone)).toBe(false);
    expect(readdirSync(outer)).toEqual(['of-somebody-else']);
  });
});

test('a folder is abandoned whose process is gone, and no other', () => {
  expect(isAbandoned('vibes-jest-999999999-abc')).toBe(true);
  expect(isAbandoned(`vibes-jest-${process.pid}-abc`)).toBe(false);
  expect(isAbandoned('cdk.outabc')).toBe(false);
});
