import { TerminalOutput } from '../../src/run/terminal-output';
import { metricAlarm } from '../aws/cloudwatch/alarms/definitions';

const at = new Date(2026, 10, 25, 14, 0, 5);

function given() {
  const written: string[] = [];
  const errors: string[] = [];
  const output = new TerminalOutput(
    { write: (text) => written.push(text) },
    { write: (text) => errors.push(text) },
    () => at,
  );
  return { output, written, errors };
}

it('an answer and a delivery have one line each', () => {
  const { output, written } = given();
  output.onAnswer({ requestId: 'r', method: 'POST', route: '/orders', status: 200, errorMetric: undefined });
  const rest = { busArn: 'arn:bus', event: '{}', attempts: 1, log: [] };
  const outcome = { ...rest, eventId: 'e', ruleName: 'NewOrders', targetId: 't', detail: 'Error: no\n  at x' };
  output.onDelivery({ ...outcome, targetArn: 'arn:aws:lambda:r:1:function:Ship', step: 'failed' });
  expect(written).toEqual(['14:00:05  200  POST /orders\n', '14:00:05    → NewOrders  Ship failed: Error: no\n']);
});

it('an alarm has a line when it changes, and none when it has its first data', () => {
  const { output, written } = given();
  const change = { alarm: metricAlarm(), reason: 'because', at };
  output.onAlarms([
    { ...change, from: 'INSUFFICIENT_DATA', to: 'OK' },
    { ...change, from: 'OK', to: 'ALARM' },
  ]);
  expect(written).toEqual(['14:00:05  ALARM  errors: because\n']);
});

it('each denial is reported once, and a control character of an error is shown as text', () => {
  const { output, errors } = given();
  const denial = { roleLogicalId: 'Role', action: 'sqs:SendMessage', resource: 'arn:q' };
  output.onDenied(denial);
  output.onDenied(denial);
  output.onError(new Error('a\u001b[31m'));
  expect(errors[0]).toBe('AccessDenied: no policy of the template lets Role call sqs:SendMessage on arn:q\n');
  expect(errors).toHaveLength(2);
  expect(errors[1]).not.toContain('\u001b');
});
