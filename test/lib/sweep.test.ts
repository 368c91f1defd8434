import { readEnv } from '../../lambda/sweep/env';
import { synthesize, theOnly } from './synth';

const all = synthesize();
const [functionId, { Properties: sweep }] = theOnly(all, 'AWS::Lambda::Function', 'Sweep');

test('it is run once a day, tried again by EventBridge as by Lambda', () => {
  const [, { Properties }] = theOnly(all, 'AWS::Events::Rule', 'Daily');
  expect(Properties).toMatchObject({
    ScheduleExpression: 'rate(1 day)',
    State: 'ENABLED',
    Targets: [{ Arn: { 'Fn::GetAtt': [functionId, 'Arn'] }, RetryPolicy: { MaximumRetryAttempts: 2 } }],
  });
});

test('its rule alone may invoke it', () => {
  const [ruleId] = theOnly(all, 'AWS::Events::Rule', 'Daily');
  const [, { Properties }] = theOnly(all, 'AWS::Lambda::Permission', 'Daily');
  expect(Properties).toMatchObject({
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [ruleId, 'Arn'] },
  });
});

test('it has every variable that it reads, and no other', () => {
  const { Variables } = sweep.Environment as { Variables: Record<string, unknown> };
  const texts = Object.fromEntries(
    Object.entries(Variables).map(([name, value]) => [name, typeof value === 'string' ? value : 'a reference']),
  );
  expect(Object.keys(readEnv(texts)).sort()).toEqual(
    Object.keys(Variables)
      .filter((name) => name !== 'RELEASE')
      .sort(),
  );
});

test('it reads a callback as the consumer does', () => {
  const [, { Properties: consumer }] = theOnly(
    synthesize({ rbmSecret: 'create' }),
    'AWS::Lambda::Function',
    'Consumer',
  );
  const [, { Properties: again }] = theOnly(synthesize({ rbmSecret: 'create' }), 'AWS::Lambda::Function', 'Sweep');
  for (const { Environment } of [consumer, again]) {
    expect(Environment).toMatchObject({ Variables: { REQUIRE_RBM_SIGNATURE: 'true', REQUIRE_CERTIFICATE: 'false' } });
  }
});

test('its alarm still looks at the minute in which a sweep began that ran out of time', () => {
  const [, { Properties: alarm }] = theOnly(all, 'AWS::CloudWatch::Alarm', 'SweepFailed');
  const minutes = (Number(alarm.EvaluationPeriods) * Number(alarm.Period)) / 60;
  expect(minutes).toBeGreaterThan(Number(sweep.Timeout) / 60);
  expect(alarm.DatapointsToAlarm).toBe(1);
});

test('it has a whole core', () => expect(sweep.MemorySize).toBe(1769));
