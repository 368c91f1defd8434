import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '../../../lib/settings';
import { settingsDocs } from '../../docs/settings-docs';

const read = (path: string) => readFileSync(join(__dirname, '..', '..', '..', path), 'utf8');
const documents = settingsDocs(read('docs/SETTINGS.md'));

test.each([...documents])('npm run docs has nothing to change in %s', (path, content) => {
  expect(content).toBe(read(path));
});

test('each setting has its row in docs/SETTINGS.md and its property', () => {
  for (const key of Object.keys(settings)) {
    expect(documents.get('docs/SETTINGS.md')).toMatch(new RegExp(`^\\| \`${key}\` \\| [A-Z\`].+\\. \\| .+ \\|$`, 'm'));
    expect(documents.get('lib/callback-settings.ts')).toMatch(new RegExp(`^  readonly ${key}\\??:`, 'm'));
  }
});

test('a setting says its default, and one that is required has none', () => {
  const source = documents.get('lib/callback-settings.ts');
  expect(source).toContain('@default callbacks */\n  readonly stageName?: string;');
  expect(source).toContain('Region. */\n  readonly certificateArn: string;');
});

test("a property is in CDK's type, and its text form is deprecated", () => {
  const source = documents.get('lib/vibes-callbacks-props.ts');
  expect(source).toContain('@default Duration.days(4) */\n  readonly queueRetention?: Duration;');
  expect(source).toContain(
    '/** @deprecated Write `queueRetention`. Version 1.0 removes this one. */\n  readonly queueRetentionDays?: number;',
  );
});
