import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../test/support/temporary-folder';

const root = join(__dirname, '..', '..');
const newFolder = temporaryFolder();

function runSettings(...more: string[]) {
  return spawnSync(process.execPath, ['--no-warnings', '--import', 'tsx', 'scripts/settings.ts', ...more], {
    cwd: root,
    encoding: 'utf8',
  });
}

test('what is written is there, and is shown', () => {
  const file = join(newFolder(), 'settings.json');
  const { status, stdout } = runSettings('--file', file, 'alarmEmail=oncall@example.com');
  expect([status, stdout]).toEqual([0, expect.stringContaining('alarmEmail = "oncall@example.com"')]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ alarmEmail: 'oncall@example.com' });
  expect(runSettings('--file', file).stdout).toBe(stdout);
});

test('a mistake is one sentence and exit code 2', () => {
  const { status, stdout, stderr } = runSettings('--file', join(newFolder(), 'settings.json'), 'vibesRegion=UK');
  expect([status, stdout, stderr]).toEqual([2, '', 'vibesRegion is "UK": write US, EU or both.\n']);
});

test('its help has the settings', () => {
  const { status, stdout } = runSettings('--help');
  expect([status, stdout]).toEqual([0, expect.stringContaining('queueRetentionDays')]);
});
