import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../lib/config';
import { writeSettings } from '../../lib/write-settings';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();
const newFile = () => join(newFolder(), 'settings.json');
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

test('settings come together in the file, with their types', () => {
  const path = newFile();
  writeSettings(path, ['alarmEmail=oncall@example.com']);
  writeSettings(path, [
    'queueRetentionDays=3',
    'extraAddresses=203.0.113.1,203.0.113.2',
    'terminationProtection=false',
  ]);
  expect(read(path)).toEqual({
    alarmEmail: 'oncall@example.com',
    queueRetentionDays: 3,
    extraAddresses: ['203.0.113.1', '203.0.113.2'],
    terminationProtection: false,
  });
  expect(readdirSync(dirname(path))).toEqual(['settings.json']);
});

test('an empty value takes a setting out', () => {
  const path = newFile();
  writeSettings(path, ['stageName=v2', 'queueRetentionDays=3']);
  expect(writeSettings(path, ['stageName='])).toEqual({ queueRetentionDays: 3 });
  expect(read(path)).toEqual({ queueRetentionDays: 3 });
});

test('nothing to write writes nothing', () => {
  const path = newFile();
  expect(writeSettings(path, [])).toEqual({});
  expect(existsSync(path)).toBe(false);
});

test.each([
  ['alarmEmail', '"alarmEmail" is not a setting: write key=value'],
  ['vibesRegoin=EU', 'vibesRegoin is not a setting: did you mean "vibesRegion"?'],
  ['colour=red', 'colour is not a setting: there is stageName, '],
  ['vibesRegion=UK', 'vibesRegion is "UK": write US, EU or both.'],
  ['domainName=callbacks.example.com', 'certificateArn is missing'],
])('%s leaves the file as it was', (pair, sentence) => {
  const path = newFile();
  writeSettings(path, ['stageName=v2']);
  expect(() => writeSettings(path, ['queueRetentionDays=3', pair])).toThrow(ConfigError);
  expect(() => writeSettings(path, ['queueRetentionDays=3', pair])).toThrow(sentence);
  expect(read(path)).toEqual({ stageName: 'v2' });
});

test('a file that cannot be read is not written over', () => {
  const path = newFile();
  writeFileSync(path, '{ "stageName": ');
  expect(() => writeSettings(path, ['stageName=v2'])).toThrow('is not a JSON object');
  expect(readFileSync(path, 'utf8')).toBe('{ "stageName": ');
});

test('what another version has written stays', () => {
  const path = newFile();
  writeFileSync(path, '{ "ofTomorrow": true }');
  expect(writeSettings(path, ['stageName=v2'])).toEqual({ ofTomorrow: true, stageName: 'v2' });
});

test('a file that cannot be written is one sentence, and leaves nothing behind', () => {
  const folder = newFolder();
  const path = join(folder, 'nothing', 'settings.json');
  expect(() => writeSettings(path, ['stageName=v2'])).toThrow(
    new ConfigError([`${path} cannot be written: name a file in a folder that is there and yours.`]),
  );
  expect(readdirSync(folder)).toEqual([]);
});
