import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expectedFamilies } from '../../../../lib/expect-traffic';
import { ofType, synthesize } from '../../../../test/lib/synth';

/** Everything on: each family expected, outcomes, a customer's subscription, the previous stage. */
const expectTraffic = Object.fromEntries(expectedFamilies.map((family) => [family, '1h']));
const everything = synthesize(
  { expectTraffic, previousStageName: 'before', messageOutcomes: true },
  (callbacks, stack) => {
    callbacks.onCallback('Orders', { types: ['MO Message'], target: new SqsQueue(new Queue(stack, 'Orders')) });
  },
);
const alarms = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
  ofType(everything, type).map(([, { Properties }]) => Properties),
);

/** The part of the runbook by the alarm's name. Alarms of one kind share one, such as those of each family. */
const parts = new Map(
  alarms.map(({ AlarmName, CompositeAlarmName, AlarmDescription }) => [
    String(AlarmName ?? CompositeAlarmName).replace('Stack-', ''),
    String(AlarmDescription).split('#')[1],
  ]),
);

/** A rehearsal's title begins with the name of its alarm, or with the runbook heading that several share. */
const rehearsals = readdirSync(__dirname)
  .filter((file) => file.endsWith('.test.ts') && file !== basename(__filename))
  .map((file) => readFileSync(join(__dirname, file), 'utf8'))
  .flatMap((text) => [...text.matchAll(/^it\(['"`](\w+):/gm)].map(([, name = '']) => name));

function partOf(name: string): string | undefined {
  return parts.get(name) ?? name.toLowerCase();
}

test('every alarm has a rehearsal, by its part of the runbook', () => {
  expect([...parts.keys()]).toEqual(expect.arrayContaining(['RbmSilent', 'OrdersUndelivered', 'CallbacksAtRisk']));
  const rehearsed = rehearsals.map(partOf);
  expect([...new Set(parts.values())].filter((part) => !rehearsed.includes(part))).toEqual([]);
});

test('every rehearsal is of an alarm that exists', () => {
  expect(rehearsals.filter((name) => ![...parts.values()].includes(partOf(name)))).toEqual([]);
});
