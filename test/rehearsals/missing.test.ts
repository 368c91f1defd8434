import { readdirSync } from 'node:fs';
import { ofType, synthesize } from '../lib/synth';

/** Alarms that nobody has rehearsed yet. It may grow shorter, never longer: a new alarm comes with its rehearsal. */
const missing: readonly string[] = [
  'CallerRefused',
  'MoRefused',
  'MoSilent',
  'MoUnauthorized',
  'OverflowRequeued',
  'RbmUnverified',
  'SweepFailed',
  'Unrecognized',
];

const rehearsed = readdirSync(__dirname)
  .filter((file) => file.endsWith('.test.ts') && file !== 'missing.test.ts')
  .map((file) => file.replace('.test.ts', '').replaceAll('-', ''));

test('every alarm has a rehearsal, but those that are named here', () => {
  const alarms = ofType(synthesize({ expectTraffic: { mo: '1h' } }), 'AWS::CloudWatch::Alarm');
  const ids = alarms.map(([, { Properties }]) => String(Properties.AlarmName).replace('Stack-', ''));
  expect(ids.length).toBeGreaterThan(15);
  expect(ids.filter((id) => !rehearsed.includes(id.toLowerCase())).sort()).toEqual(missing);
});
