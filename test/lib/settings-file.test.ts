import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosenSettings, readSettingsFile } from '../../lib/settings-file';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();

function fileWith(text: string): string {
  const path = join(newFolder(), 'settings.prod.json');
  writeFileSync(path, text);
  return path;
}

test('a file that is chosen is read', () => {
  const path = fileWith('{ "alarmEmail": "oncall@example.com" }');
  expect(chosenSettings(path)).toEqual({ path, values: { alarmEmail: 'oncall@example.com' }, mistakes: [] });
});

test.each([undefined, ''])('without a choice (%j) it is settings.json', (chosen) => {
  expect(chosenSettings(chosen).path).toBe('settings.json');
});

test('without any file there are no settings, whatever settings.json has', () => {
  expect(chosenSettings('none')).toEqual({ path: 'none', values: {}, mistakes: [] });
});

test('a file that is chosen must be there', () => {
  expect(chosenSettings('/nowhere/prod.json').mistakes).toEqual([
    'settings is "/nowhere/prod.json": there is no such file; write it with npm run settings -- --file /nowhere/prod.json key=value.',
  ]);
});

test('one that is not there has nothing', () => {
  expect(readSettingsFile('/nowhere/settings.json')).toMatchObject({ values: {}, mistakes: [] });
});

test.each(['', '{ alarmEmail }', '["alarmEmail"]', 'null'])('%j is not a settings file', (text) => {
  const path = fileWith(text);
  expect(readSettingsFile(path)).toEqual({
    path,
    values: {},
    mistakes: [`${path} is not a JSON object: write it as { "alarmEmail": "oncall@example.com" }.`],
  });
});
