import type { AlarmState, MetricAlarm, MissingData } from '../../../../src/aws/cloudwatch/alarms/alarm-definition';
import { evaluateAlarm } from '../../../../src/aws/cloudwatch/alarms/evaluate-alarm';
import { metricAlarm } from './definitions';

/** Periods of the evaluation range, the newest last: `X` breaching, `0` not, `-` missing. */
function evaluate(range: string, overrides: Partial<MetricAlarm>, current: AlarmState = 'OK') {
  const values = range
    .split(' ')
    .flatMap((sign, index) => (sign === '-' ? [] : [[index * 60, sign === 'X' ? 5 : 0] as const]));
  return evaluateAlarm(metricAlarm({ threshold: 1, ...overrides }), new Map(values), current);
}

const treatments: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** User guide, "How alarm state is evaluated when data is missing", both tables; `kept` is the current state. */
const tables = [
  ['0 - X - X', 3, ['OK', 'OK', 'OK', 'OK']],
  ['- - - - 0', 3, ['OK', 'OK', 'OK', 'OK']],
  ['- - - - -', 3, ['INSUFFICIENT_DATA', 'kept', 'ALARM', 'OK']],
  ['0 X X - X', 3, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['- - X - -', 3, ['ALARM', 'kept', 'ALARM', 'OK']],
  ['0 - X - X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 0 X 0 X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 - X - -', 2, ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - - 0', 2, ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - - X', 2, ['ALARM', 'kept', 'ALARM', 'OK']],
] as const;

const rows = tables.flatMap(([range, datapointsToAlarm, expected]) =>
  treatments.map((treatment, index) => [range, datapointsToAlarm, treatment, expected[index] ?? 'OK'] as const),
);

describe('an alarm of three periods', () => {
  it.each(rows)('%s, %d of 3, %s: %s', (range, datapointsToAlarm, treatMissingData, expected) => {
    for (const current of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
      const { state } = evaluate(range, { evaluationPeriods: 3, datapointsToAlarm, treatMissingData }, current);
      expect(state).toBe(expected === 'kept' ? current : expected);
    }
  });
});

describe('an alarm of one period, whose metric comes only when something happens', () => {
  const one = { evaluationPeriods: 1, datapointsToAlarm: 1, treatMissingData: 'notBreaching' } as const;

  it('is in ALARM as long as the data point lies in the evaluation range', () => {
    expect(evaluate('- - X', one).state).toBe('ALARM');
    expect(evaluate('X - -', one).state).toBe('ALARM');
    expect(evaluate('- - -', one).state).toBe('OK');
  });

  it('says why', () => {
    expect(evaluate('- - X', one).reason).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoints [5.0] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).',
    );
    expect(evaluate('- - 0', one).reason).toContain('[0.0] was not greater than or equal to the threshold (1.0)');
    expect(evaluate('- - -', one).reason).toBe(
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    );
    expect(evaluate('- - -', { ...one, treatMissingData: 'missing' }).reason).toMatch(/^Insufficient Data/);
  });
});

it.each([
  ['GreaterThanOrEqualToThreshold', 5, 'ALARM'],
  ['GreaterThanThreshold', 5, 'OK'],
  ['GreaterThanThreshold', 4, 'ALARM'],
  ['LessThanThreshold', 5, 'OK'],
  ['LessThanThreshold', 6, 'ALARM'],
  ['LessThanOrEqualToThreshold', 5, 'ALARM'],
] as const)('5 is %s %d: %s', (comparison, threshold, expected) => {
  expect(evaluate('X', { comparison, threshold }).state).toBe(expected);
});
