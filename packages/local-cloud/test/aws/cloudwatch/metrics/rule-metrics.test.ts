import { ruleMetrics } from '../../../../src/aws/cloudwatch/metrics/rule-metrics';
import type { DeliveryOutcome } from '../../../../src/delivery/delivery-outcome';

const outcome: DeliveryOutcome = {
  ruleName: 'Orders',
  busArn: 'arn:aws:events:us-east-1:0:event-bus/callbacks',
  targetId: 'T',
  targetArn: 'arn:queue',
  eventId: 'e1',
  event: '{}',
  step: 'delivered',
  attempts: 1,
  detail: '',
  log: [],
};

test.each<[DeliveryOutcome['step'], readonly string[]]>([
  ['delivered', ['Invocations']],
  ['failed', ['Invocations']],
  ['function-retried', []],
  ['retried', ['RetryInvocationAttempts']],
  ['dead-lettered', ['FailedInvocations', 'InvocationsSentToDlq']],
  ['dead-letter-failed', ['FailedInvocations', 'InvocationsFailedToBeSentToDlq']],
  ['dropped', ['FailedInvocations']],
])('what is %s counts as %j, by bus and rule', (step, names) => {
  const dimensions = { EventBusName: 'callbacks', RuleName: 'Orders' };
  expect(ruleMetrics({ ...outcome, step })).toEqual(
    names.map((name) => ({ metric: { namespace: 'AWS/Events', name, dimensions }, value: 1 })),
  );
});
