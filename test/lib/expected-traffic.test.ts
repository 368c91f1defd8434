import { ofType, synthesize, theOnly } from './synth';

const all = synthesize({ expectTraffic: { receipts: '30m', mo: '24h' } });
const silence = ofType(all, 'AWS::CloudWatch::Alarm').filter(([id]) => id.includes('Silent'));
const named = (name: string) => theOnly(all, 'AWS::CloudWatch::Alarm', name)[1].Properties;

test('a family that is expected has an alarm, and no other has', () => {
  expect(silence.map(([, { Properties }]) => Properties.AlarmName)).toEqual(['Stack-MoSilent', 'Stack-ReceiptsSilent']);
  expect(ofType(synthesize(), 'AWS::Logs::MetricFilter')).toEqual([]);
});

test('no data is exactly what to report', () => {
  expect(named('ReceiptsSilent').TreatMissingData).toBe('breaching');
});

test('a first deployment does not fire it: it waits for as long as it allows, and for the two days of CloudWatch at most', () => {
  const waits = (WarmUpPeriodDurationInMinutes: number) => ({
    WarmUpConfiguration: { WarmUpPeriodDurationInMinutes, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true },
  });
  expect(named('ReceiptsSilent')).toMatchObject(waits(30));
  expect(named('MoSilent')).toMatchObject(waits(24 * 60));
  const week = theOnly(synthesize({ expectTraffic: { rbm: '168h' } }), 'AWS::CloudWatch::Alarm', 'RbmSilent')[1];
  expect(week.Properties).toMatchObject({ EvaluationPeriods: 168, ...waits(2880) });
});

test('silence for less than an hour is one period, for hours as many, all of which it takes', () => {
  expect(named('ReceiptsSilent')).toMatchObject({ EvaluationPeriods: 1 });
  expect(JSON.stringify(named('ReceiptsSilent').Metrics)).toContain('"Period":1800');
  expect(named('MoSilent')).toMatchObject({ EvaluationPeriods: 24 });
  expect(named('MoSilent').DatapointsToAlarm ?? 24).toBe(24);
  expect(JSON.stringify(named('MoSilent').Metrics)).toContain('"Period":3600');
});

test("events are counted by the consumer's log, under a name of this stack", () => {
  const [, { Properties }] = theOnly(all, 'AWS::Logs::MetricFilter', 'Receipts');
  expect(Properties).toMatchObject({
    FilterPattern: '{ ($.code = "Published") && ($.detailType = "MT Message Response") }',
    LogGroupName: { Ref: theOnly(all, 'AWS::Logs::LogGroup', 'Consumer')[0] },
    MetricTransformations: [
      { MetricName: 'ReceiptsPublished', MetricNamespace: 'VibesCallbacks/Stack', MetricValue: '1' },
    ],
  });
});

test('pages when expected callbacks do not come', () => {
  const [, { Properties }] = theOnly(all, 'AWS::CloudWatch::CompositeAlarm');
  for (const [id] of silence) expect(JSON.stringify(Properties.AlarmRule)).toContain(id);
});

test('says what to type, and the runbook has its part', () => {
  expect(named('ReceiptsSilent').AlarmDescription).toMatch(
    /^No MT Message Response was published for 30m, .* Urgency: act now\. Type: npm run ops -- doctor --stack Stack\. Runbook: docs\/RUNBOOK\.md#silent$/,
  );
});
