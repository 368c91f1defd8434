import { describedAt, localPlace } from '../../src/frame/local-place';

test.each([
  ['.local', ' --local'],
  ['/tmp/mine', ' --local --data /tmp/mine'],
  ['my data', " --local --data 'my data'"],
  ["it's", " --local --data 'it'\\''s'"],
])('a command for the data folder %s ends with %s', (folder, place) => {
  expect(localPlace(folder)).toBe(place);
});

test.each([
  ['npm run ops -- dead list', 'npm run ops -- dead list --local'],
  ['npx vibes-callbacks status --stack Orders', 'npx vibes-callbacks status --stack Orders --local'],
])('the command of an alarm asks the local cloud: %s', (command, expected) => {
  const described = (text: string) => `Callbacks are lost. Type: ${text}. Runbook: docs/RUNBOOK.md#deadletters`;
  expect(describedAt(' --local', described(command))).toBe(described(expected));
});
