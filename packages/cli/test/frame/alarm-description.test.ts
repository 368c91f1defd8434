import { describedAt } from '../../src/frame/alarm-description';

test.each([
  ['npm run ops -- dead list', 'npm run ops -- dead list --local'],
  ['npx vibes-callbacks status --stack Orders', 'npx vibes-callbacks status --stack Orders --local'],
])('the command of an alarm asks the local cloud: %s', (command, expected) => {
  const described = (text: string) => `Callbacks are lost. Type: ${text}. Runbook: docs/RUNBOOK.md#deadletters`;
  expect(describedAt(' --local', described(command))).toBe(described(expected));
});
