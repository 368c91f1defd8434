import { readAlarms } from '../../src/reads/alarm-states';
import { givenOps } from '../support/ops-context';

const alarm = (AlarmName: string, StateValue: string, AlarmDescription?: string) => ({
  AlarmName,
  StateValue,
  AlarmDescription,
  StateUpdatedTimestamp: new Date(0),
});

test.each([
  ['npm run ops -- dead list', 'dead list'],
  ['npx vibes-callbacks dead list', 'dead list'],
  ['npm run ops -- status --stack Other', 'status'],
  ['npx vibes-callbacks status --stack Other', 'status'],
])('"Type: %s" is the command "%s"', async (typed, command) => {
  const MetricAlarms = [alarm('S-DeadLetters', 'ALARM', `Some. Type: ${typed}. Runbook: docs/RUNBOOK.md#deadletters`)];
  const { context } = givenOps({ answers: { DescribeAlarms: [{ MetricAlarms }] } });
  expect(await readAlarms(context, 'S')).toMatchObject([
    { command, runbook: 'docs/RUNBOOK.md#deadletters', since: '1970-01-01T00:00:00.000Z', state: 'ALARM' },
  ]);
});

test.each([
  [undefined, 'Some. Type: npm run ops -- dead list.'],
  ['.local', 'Some. Type: npm run ops -- dead list --local.'],
  ['/tmp/mine', 'Some. Type: npm run ops -- dead list --local --data /tmp/mine.'],
])('in the data folder %s, what an alarm says to type asks that local cloud', async (dataFolder, expected) => {
  const said = 'Some. Type: npm run ops -- dead list. Runbook: docs/RUNBOOK.md#deadletters';
  const { context } = givenOps({ answers: { DescribeAlarms: [{ MetricAlarms: [alarm('S-a', 'ALARM', said)] }] } });
  const [found] = await readAlarms({ ...context, access: { ...context.access, dataFolder } }, 'S');
  expect([found?.description, found?.command]).toEqual([expected, 'dead list']);
});

test.each([
  ['Urgency: act now.', 'act now'],
  ['Urgency: check now.', 'check now'],
  ['Urgency: can wait.', 'can wait'],
  ['Urgency: whenever.', null],
  ['', null],
])('what says "%s" has the urgency %s', async (said, urgency) => {
  const text = `What happened. ${said} Type: npm run ops -- status. Runbook: docs/RUNBOOK.md#silent`;
  const { context } = givenOps({ answers: { DescribeAlarms: [{ MetricAlarms: [alarm('S-a', 'ALARM', text)] }] } });
  expect(await readAlarms(context, 'S')).toMatchObject([{ urgency, command: 'status' }]);
});

test('those in ALARM come first, from all pages; an alarm with another description has no command', async () => {
  const pages = [
    { MetricAlarms: [alarm('S-b', 'OK', 'Type: something else.')], NextToken: 't' },
    { CompositeAlarms: [alarm('S-c', 'ALARM')], MetricAlarms: [alarm('S-a', 'OK')] },
  ];
  const { context } = givenOps({ answers: { DescribeAlarms: pages } });
  const all = await readAlarms(context, 'S');
  expect(all.map(({ name, command }) => [name, command])).toEqual([
    ['S-c', null],
    ['S-a', null],
    ['S-b', null],
  ]);
});
