import { settings } from '../../lib/settings';
import { settingsHelp, settingsText } from '../../lib/settings-text';

test('the text names what is kept, and every key that is not', () => {
  const text = settingsText('settings.json', { queueRetentionDays: 3 });
  expect(text).toMatch(/^settings\.json sets:\n {2}queueRetentionDays = 3\nAt their defaults: stageName, /);
  expect(text.match(/queueRetentionDays/g)).toHaveLength(1);
});

test('an empty file says so', () => {
  expect(settingsText('settings.json', {})).toContain('settings.json sets nothing: every setting has its default.');
});

test('the help has every setting', () => {
  for (const key of Object.keys(settings)) expect(settingsHelp()).toMatch(new RegExp(`^ {2}${key}\\n {6}.+\\.$`, 'm'));
});
