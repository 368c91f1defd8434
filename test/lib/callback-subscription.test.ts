import { Match } from 'aws-cdk-lib/assertions';
import { RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ofType, synthesize, theOnly } from './synth';

const orders = synthesize({}, (callbacks, stack) => {
  callbacks.onCallback('Orders', {
    types: ['MO Message', 'MMS Message'],
    filter: { data: { destination: { address: ['12345'] } } },
    target: new SqsQueue(new Queue(stack, 'OrderQueue')),
  });
});
const [busId] = theOnly(orders, 'AWS::Events::EventBus', 'EventsBus');
const [undeliveredId] = theOnly(orders, 'AWS::SQS::Queue', 'OrdersUndelivered');
const [ruleId, rule] = theOnly(orders, 'AWS::Events::Rule', 'OrdersRule');

test('a rule on the bus picks the types and what the filter says of their detail', () => {
  expect(rule.Properties).toMatchObject({
    EventBusName: { Ref: busId },
    Name: 'Orders',
    State: 'ENABLED',
    EventPattern: {
      source: ['vibes.callbacks'],
      'detail-type': ['MO Message', 'MMS Message'],
      detail: { data: { destination: { address: ['12345'] } } },
    },
  });
});

test('without a filter every callback of the types is picked', () => {
  const plain = synthesize({}, (callbacks, stack) => {
    callbacks.onCallback('All', { types: ['RBM Event'], target: new SqsQueue(new Queue(stack, 'Target')) });
  });
  expect(theOnly(plain, 'AWS::Events::Rule', 'AllRule')[1].Properties.EventPattern).toEqual({
    source: ['vibes.callbacks'],
    'detail-type': ['RBM Event'],
  });
});

test('what the target does not accept goes to a dead-letter queue, from this rule alone', () => {
  expect(rule.Properties.Targets).toEqual([
    expect.objectContaining({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': [undeliveredId, 'Arn'] } } }),
  ]);
  orders.template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: undeliveredId }],
    PolicyDocument: {
      Statement: Match.arrayWith([
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: { 'Fn::GetAtt': [undeliveredId, 'Arn'] },
          Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [ruleId, 'Arn'] } } },
        },
      ]),
    },
  });
});

test('undelivered events are kept for fourteen days, encrypted, and after the stack', () => {
  expect(orders.resources[undeliveredId]).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: { MessageRetentionPeriod: 14 * 86_400, SqsManagedSseEnabled: true },
  });
});

interface WatchedAlarm {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly unknown[];
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: object } }[];
}

const alarmsOf = (synthesized: typeof orders) =>
  Object.fromEntries(
    ofType(synthesized, 'AWS::CloudWatch::Alarm')
      .filter(([id]) => id.includes('Orders'))
      .map(([, { Properties }]) => [String(Properties.AlarmName).replace('Stack-', ''), Properties as WatchedAlarm]),
  );

test('an alarm is on while the queue is not empty, and lost events are watched on both buses', () => {
  const alarms = alarmsOf(orders);
  const ofQueue = { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1, Statistic: 'Maximum' };
  expect(alarms.OrdersUndelivered).toMatchObject({
    ...ofQueue,
    Period: 60,
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [undeliveredId, 'QueueName'] } }],
  });
  expect(alarms.OrdersUndeliveredExpiring).toMatchObject({ ...ofQueue, Period: 3600, EvaluationPeriods: 7 * 24 });
  const ofRule = [
    { Name: 'EventBusName', Value: { Ref: busId } },
    { Name: 'RuleName', Value: 'Orders' },
  ];
  expect(alarms.OrdersRetrying).toMatchObject({ MetricName: 'RetryInvocationAttempts', Dimensions: ofRule });
  const lost = alarms.OrdersLost?.Metrics ?? [];
  const [onMain, onRedelivery] = lost.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
  expect(onMain).toMatchObject({ MetricName: 'InvocationsFailedToBeSentToDlq', Dimensions: ofRule });
  expect(onRedelivery).toMatchObject({
    MetricName: 'InvocationsFailedToBeSentToDlq',
    Dimensions: [{ Name: 'EventBusName', Value: { Ref: expect.stringContaining('Redelivery') } }, ofRule[1]],
  });
  expect(Object.keys(alarms).sort()).toEqual([
    'OrdersLost',
    'OrdersRetrying',
    'OrdersUndelivered',
    'OrdersUndeliveredExpiring',
    'OrdersUndeliveredGrow',
  ]);
  const grow = JSON.stringify(alarms.OrdersUndeliveredGrow?.Metrics);
  expect(grow).toContain('"Expression":"IF(held > more AND more > 0, more, 0)"');
  expect(new Set(grow.match(/"Fn::GetAtt":\["\w+","QueueName"\]/g))).toEqual(
    new Set([`"Fn::GetAtt":["${undeliveredId}","QueueName"]`]),
  );
});

const redelivered = (synthesized: typeof orders, kind: string) =>
  theOnly(synthesized, 'AWS::Events::Rule', kind)[1].Properties as Readonly<Record<string, unknown>> & {
    readonly Targets: readonly Readonly<Record<string, unknown>>[];
  };

describe('on the redelivery bus', () => {
  const [redeliveryId] = theOnly(
    synthesize({}, (callbacks, stack) => {
      callbacks.onCallback('Orders', { types: ['MO Message'], target: new SqsQueue(new Queue(stack, 'Target')) });
    }),
    'AWS::Events::EventBus',
    'Redelivery',
  );

  test('a rule matches the copies that name it, for the same target with the same input and the same queue', () => {
    const shaped = synthesize({}, (callbacks, stack) => {
      const message = RuleTargetInput.fromEventPath('$.detail.data.text');
      const target = new SqsQueue(new Queue(stack, 'Target'), { message });
      callbacks.onCallback('Orders', { types: ['MO Message'], filter: { data: { text: ['A'] } }, target });
    });
    const { EventBusName, Name, EventPattern, Targets } = redelivered(shaped, 'Redelivery');
    expect([EventBusName, Name]).toEqual([{ Ref: redeliveryId }, 'Orders']);
    const { source, resources } = EventPattern as { source: unknown; resources: unknown };
    expect(source).toEqual(['vibes.callbacks']);
    expect(JSON.stringify(resources)).toContain(
      JSON.stringify([':rule/', { Ref: redeliveryId }, '/Orders']).slice(1, -1),
    );
    const [main] = redelivered(shaped, 'OrdersRule').Targets;
    expect(Targets).toEqual([main]);
    expect(main).toMatchObject({ InputPath: '$.detail.data.text' });
  });

  test('the queue of undelivered events takes them back from there', () => {
    const [againId] = theOnly(orders, 'AWS::Events::Rule', 'Redelivery');
    const policies = JSON.stringify(ofType(orders, 'AWS::SQS::QueuePolicy'));
    expect(policies).toContain(JSON.stringify({ ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [againId, 'Arn'] } } }));
  });

  test('without a subscription there is neither bus nor output', () => {
    const none = synthesize();
    expect(ofType(none, 'AWS::Events::EventBus')).toHaveLength(1);
    expect(none.template.toJSON().Outputs.RedeliveryBusName).toBeUndefined();
    expect(orders.template.toJSON().Outputs.RedeliveryBusName.Value).toEqual({ Ref: redeliveryId });
  });
});

test('a function may be the target', () => {
  const withFunction = synthesize({}, (callbacks, stack) => {
    const handler = new Fn(stack, 'Handler', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {}'),
    });
    callbacks.onCallback('Receipts', { types: ['MT Message Response'], target: new LambdaFunction(handler) });
  });
  const [undelivered] = theOnly(withFunction, 'AWS::SQS::Queue', 'ReceiptsUndelivered');
  const [, { Properties }] = theOnly(withFunction, 'AWS::Events::Rule', 'ReceiptsRule');
  expect(Properties.Targets).toEqual([
    expect.objectContaining({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': [undelivered, 'Arn'] } } }),
  ]);
  // What it failed on went through the input transformer already: it gets it again as it is.
  expect(redelivered(withFunction, 'Handover')).toMatchObject({
    EventPattern: { source: ['vibes.callbacks.redelivery'] },
    Targets: [{ InputPath: '$.detail.payload' }],
  });
});

test('a dead-letter queue that the target brings is left to it', () => {
  const own = synthesize({}, (callbacks, stack) => {
    const deadLetterQueue = new Queue(stack, 'Own');
    const target = new SqsQueue(new Queue(stack, 'Target'), { deadLetterQueue });
    callbacks.onCallback('Orders', { types: ['MO Message'], target });
  });
  const [ownId] = theOnly(own, 'AWS::SQS::Queue', 'Own');
  expect(theOnly(own, 'AWS::Events::Rule', 'OrdersRule')[1].Properties.Targets).toEqual([
    expect.objectContaining({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': [ownId, 'Arn'] } } }),
  ]);
  expect(ofType(own, 'AWS::SQS::Queue').filter(([id]) => id.includes('Undelivered'))).toEqual([]);
  expect(alarmsOf(own)).toMatchObject({ OrdersUndelivered: { MetricName: 'InvocationsSentToDlq' } });
});

test('beside it, what a function fails on has a queue of ours, and each of the two an alarm', () => {
  const both = synthesize({}, (callbacks, stack) => {
    const handler = new Fn(stack, 'Handler', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {}'),
    });
    const target = new LambdaFunction(handler, { deadLetterQueue: new Queue(stack, 'Own') });
    callbacks.onCallback('Orders', { types: ['MO Message'], target });
  });
  const [busOfBoth] = theOnly(both, 'AWS::Events::EventBus', 'EventsBus');
  expect(alarmsOf(both)).toMatchObject({
    OrdersUndelivered: { MetricName: 'ApproximateNumberOfMessagesVisible' },
    OrdersDeadLettered: {
      MetricName: 'InvocationsSentToDlq',
      Dimensions: [
        { Name: 'EventBusName', Value: { Ref: busOfBoth } },
        { Name: 'RuleName', Value: 'Orders' },
      ],
    },
  });
});

test.each(['Alarms', 'Consumer', 'Ledger'])('a subscription may have the name %s, which a part of ours has', (id) => {
  const named = synthesize({}, (callbacks, stack) => {
    callbacks.onCallback(id, { types: ['MO Message'], target: new SqsQueue(new Queue(stack, 'Target')) });
  });
  expect(theOnly(named, 'AWS::Events::Rule', `${id}Rule`)[1].Properties.Name).toBe(id);
});

test('no type at all is refused with a sentence', () => {
  const subscribe = () =>
    synthesize({}, (callbacks, stack) => {
      callbacks.onCallback('Orders', { types: [], target: new SqsQueue(new Queue(stack, 'Target')) });
    });
  expect(subscribe).toThrow("onCallback('Orders'): name at least one type");
});

test('an id that EventBridge takes for no name is refused with a sentence', () => {
  const subscribe = () =>
    synthesize({}, (callbacks, stack) => {
      callbacks.onCallback('My orders', { types: ['MO Message'], target: new SqsQueue(new Queue(stack, 'Target')) });
    });
  expect(subscribe).toThrow("onCallback('My orders'): EventBridge allows letters, digits, . - and _");
});

test('a field that no such callback has is refused with the one that was meant', () => {
  const subscribe = (filter: object) =>
    synthesize({}, (callbacks, stack) => {
      const target = new SqsQueue(new Queue(stack, 'Target'));
      callbacks.onCallback('Orders', { types: ['MO Message'], filter, target });
    });
  expect(() => subscribe({ data: { destination: { adress: ['12345'] } } })).toThrow(
    `onCallback('Orders'): "data.destination.adress" is not a field of MO Message: did you mean "address"?`,
  );
});

test('a type that there is not is refused with the one that was meant', () => {
  const subscribe = (types: readonly never[]) =>
    synthesize({}, (callbacks, stack) => {
      callbacks.onCallback('Orders', { types, target: new SqsQueue(new Queue(stack, 'Target')) });
    });
  const types: readonly string[] = ['MO Mesage'];
  expect(() => subscribe(types as readonly never[])).toThrow(
    `onCallback('Orders'): "MO Mesage" is not a type of event: did you mean "MO Message"?`,
  );
});
