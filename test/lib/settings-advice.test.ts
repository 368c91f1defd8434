import { settingsAdvice } from '../../lib/settings-advice';

const file = { path: 'settings.json', values: { queueRetentionDays: 3 }, mistakes: [] };

test('a setting of the command line alone is one that the next deployment takes back', () => {
  expect(settingsAdvice({ alarmEmail: 'oncall@example.com' }, {}, file)).toEqual([
    'alarmEmail counts for this deployment alone. To keep it: npm run settings -- alarmEmail=oncall@example.com',
  ]);
});

test('one that cdk.json or the file has is kept', () => {
  expect(settingsAdvice({ alarmEmail: 'a@b.co' }, { alarmEmail: 'a@b.co' }, file)).toEqual([]);
  expect(settingsAdvice({ queueRetentionDays: '3' }, {}, file)).toEqual([]);
});

test('one that the file has otherwise is not', () => {
  expect(settingsAdvice({ queueRetentionDays: '4' }, {}, file)).toHaveLength(1);
});

test("CDK's own context and the file's name are no settings", () => {
  expect(settingsAdvice({ 'cli-telemetry': false, settings: 'settings.prod.json' }, {}, file)).toEqual([]);
});

test('a key that this version does not know is left alone, aloud', () => {
  expect(settingsAdvice({}, {}, { ...file, values: { ofTomorrow: true } })).toEqual([
    'ofTomorrow in settings.json is not a setting of this version, and is ignored.',
  ]);
});
