import { readRules } from '../../../../src/aws/events/rules/read-rules';
import { deployTemplate } from '../../../../src/template/deploy-template';

function read(properties: Record<string, unknown>) {
  const Properties = { EventBusName: { Ref: 'Bus' }, Name: 'Orders', EventPattern: { source: ['s'] }, ...properties };
  const Resources = {
    Rule: { Type: 'AWS::Events::Rule', Properties },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'callbacks' } },
    Queue: { Type: 'AWS::SQS::Queue' },
    DeadLetters: { Type: 'AWS::SQS::Queue' },
    Role: { Type: 'AWS::IAM::Role' },
  };
  const deployment = deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
  return readRules(deployment, deployment.ofType('AWS::Events::Rule'));
}

const queue = { Id: 'T', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } };
const sqs = 'arn:aws:sqs:us-east-1:000000000000:Stack-';

test('a rule is read with its bus, its targets, and the limits that EventBridge gives them', () => {
  const { rules, notRun } = read({ Targets: [queue] });
  expect(notRun).toEqual([]);
  expect(rules).toEqual([
    expect.objectContaining({
      name: 'Orders',
      busArn: 'arn:aws:events:us-east-1:000000000000:event-bus/callbacks',
      targets: [expect.objectContaining({ id: 'T', arn: `${sqs}Queue`, maxRetries: 185, maxAgeMs: 86_400_000 })],
    }),
  ]);
});

test('a target has the limits, the dead-letter queue and the role that the template gives it', () => {
  const { rules } = read({
    Targets: [
      {
        ...queue,
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
        RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
      },
    ],
  });
  expect(rules[0]?.targets[0]).toMatchObject({
    maxRetries: 0,
    maxAgeMs: 60_000,
    deadLetterArn: `${sqs}DeadLetters`,
    roleLogicalId: 'Role',
  });
});

test('a rule without a bus is on the default one', () => {
  expect(read({ EventBusName: undefined }).rules[0]?.busArn).toMatch(/:event-bus\/default$/);
});

test('a disabled rule does nothing', () => {
  expect(read({ State: 'DISABLED', Targets: [queue] })).toEqual({ rules: [], notRun: [] });
});

test.each([
  ['rate(1 minute)', 1],
  ['rate(2 hours)', 120],
  ['rate(1 day)', 1440],
])('a rule with %s makes an event by itself', (ScheduleExpression, everyMinutes) => {
  const given = { EventBusName: undefined, EventPattern: undefined, ScheduleExpression, Targets: [queue] };
  const { rules, notRun } = read(given);
  expect(notRun).toEqual([]);
  expect(rules).toEqual([expect.objectContaining({ name: 'Orders', everyMinutes })]);
});

test('a calendar schedule, and a target that events cannot be sent to here, are reported', () => {
  const nightly = { EventBusName: undefined, EventPattern: undefined, ScheduleExpression: 'cron(0 3 * * ? *)' };
  expect(read(nightly)).toEqual({
    rules: [],
    notRun: ['The rule "Orders" has the schedule cron(0 3 * * ? *): only rates are run.'],
  });
  const machine = { Id: 'M', Arn: 'arn:aws:states:us-east-1:0:stateMachine:Later' };
  const { rules, notRun } = read({ Targets: [machine, queue] });
  expect(notRun).toEqual([
    'A target of the rule "Orders" is not run: arn:aws:states:us-east-1:0:stateMachine:Later is not a function, queue, topic, log group or bus.',
  ]);
  expect(rules[0]?.targets.map(({ id }) => id)).toEqual(['T']);
  const fifo = { ...queue, SqsParameters: { MessageGroupId: 'g' } };
  expect(read({ Targets: [fifo] }).notRun[0]).toContain('is a FIFO queue');
});

test('what EventBridge refuses is refused with the name of the rule', () => {
  expect(() => read({ EventPattern: { source: [] } })).toThrow(
    'EventBridge would refuse the event pattern of the rule "Orders": the list of "source" is empty.',
  );
  expect(() => read({ Targets: [{ ...queue, InputPath: 'detail' }] })).toThrow(
    'EventBridge would refuse the target "T" of the rule "Orders": the path "detail" does not begin with $.',
  );
});

test.each([
  ['rate(1 minutes)', undefined, 'rate(1 minutes) is not a rate such as rate(1 minute)'],
  ['rate(5 minute)', undefined, 'rate(5 minute) is not a rate'],
  ['rate(0 minutes)', undefined, 'rate(0 minutes) is not a rate'],
  ['rate(5 minutes)', 'other', 'only rules of the default event bus have a ScheduleExpression'],
])('the schedule %s on the bus %s is refused', (ScheduleExpression, EventBusName, sentence) => {
  const rule = { EventBusName, EventPattern: undefined, ScheduleExpression };
  expect(() => read(rule)).toThrow(`EventBridge would refuse the rule "Orders": ${sentence}`);
});

test('the limits of a target, and of the number of targets, are those of EventBridge', () => {
  const withPolicy = (RetryPolicy: object) => () => read({ Targets: [{ ...queue, RetryPolicy }] });
  expect(withPolicy({ MaximumRetryAttempts: 186 })).toThrow('MaximumRetryAttempts must be from 0 to 185');
  expect(withPolicy({ MaximumEventAgeInSeconds: 59 })).toThrow('MaximumEventAgeInSeconds must be from 60 to 86400');
  const targets = (count: number) => Array.from({ length: count }, (_, index) => ({ ...queue, Id: `T${index}` }));
  expect(read({ Targets: targets(5) }).rules[0]?.targets).toHaveLength(5);
  expect(() => read({ Targets: targets(6) })).toThrow('it has 6 targets, 5 are the most');
});
