import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expectedFamilies } from '../../../../lib/expect-traffic';
import { ofType, synthesize } from '../../../../test/lib/synth';

/** Everything on: each family expected, a subscription of a customer's, the stage before. */
const expectTraffic = Object.fromEntries(expectedFamilies.map((family) => [family, '1h']));
const everything = synthesize({ expectTraffic, previousStageName: 'before' }, (callbacks, stack) => {
  callbacks.onCallback('Orders', { types: ['MO Message'], target: new SqsQueue(new Queue(stack, 'Orders')) });
});
const alarms = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
  ofType(everything, type).map(([, { Properties }]) => Properties),
);

/** Alarms of one kind share a part of the runbook: of each family, subscription and stage. */
const parts = new Set(alarms.map(({ AlarmDescription }) => String(AlarmDescription).split('#')[1]));

const rehearsals = readdirSync(__dirname)
  .filter((file) => file.endsWith('.test.ts') && file !== basename(__filename))
  .map((file) => file.replace('.test.ts', '').replaceAll('-', ''));

test('every alarm has a rehearsal, by its part of the runbook', () => {
  const names = alarms.map(({ AlarmName, CompositeAlarmName }) => String(AlarmName ?? CompositeAlarmName));
  expect(names).toEqual(
    expect.arrayContaining(['Stack-RbmSilent', 'Stack-OrdersUndelivered', 'Stack-CallbacksAtRisk']),
  );
  expect([...parts].filter((part) => !rehearsals.includes(part ?? ''))).toEqual([]);
});

test('no rehearsal is of an alarm that there is not', () => {
  expect(rehearsals.filter((name) => !parts.has(name))).toEqual([]);
});
