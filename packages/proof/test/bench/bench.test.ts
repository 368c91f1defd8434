import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';

const root = join(__dirname, '..', '..', '..', '..');
const newFolder = temporaryFolder();

test('a report that could not be written is refused before anything is measured', () => {
  const folder = newFolder();
  const file = join(folder, 'report');
  writeFileSync(file, 'mine');
  const argv = [
    'scripts/node24.mjs',
    'packages/proof/bin/bench.ts',
    '--only',
    'ingest-start',
    '--out',
    join(file, 'below'),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' });
  const sentence = `The folder ${join(file, 'below')} cannot be made or written: name another with --out.\n`;
  expect([status, stdout, stderr]).toEqual([2, '', sentence]);
  expect(readdirSync(folder)).toEqual(['report']);
});
