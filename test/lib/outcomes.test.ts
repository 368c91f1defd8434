import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { readEnv } from '../../lambda/outcomes/env';
import { MessageOutcomes } from '../../lib/message-outcomes';
import { SynthError } from '../../lib/synth-error';
import { VibesCallbacks } from '../../lib/vibes-callbacks';
import { conditionsOf, grantsOf } from './iam';
import { readKeys } from './read-keys';
import { ofType, type Resource, type Synthesized, synthesize, theOnly } from './synth';
import { testApp } from './synth-now';

const without = synthesize();
const all = synthesize({ messageOutcomes: true });
const [functionId, { Properties: fn }] = theOnly(all, 'AWS::Lambda::Function', 'Outcomes');
const [queueId, { Properties: queue }] = theOnly(all, 'AWS::SQS::Queue', 'OutcomesQueue');
const [undeliveredId] = theOnly(all, 'AWS::SQS::Queue', 'OutcomesUndelivered');
const [tableId, table] = theOnly(all, 'AWS::DynamoDB::Table', 'OutcomesTable');
const { Variables: variables } = fn.Environment as { Variables: Record<string, unknown> };

const mappingOf = (synthesized: Synthesized) =>
  theOnly(synthesized, 'AWS::Lambda::EventSourceMapping', 'Outcomes')[1].Properties;

/** Without what counts the alarms. */
function rest(resources: Readonly<Record<string, Resource>>): Record<string, Resource> {
  return Object.fromEntries(
    Object.entries(resources).filter(([, { Type }]) => !/CompositeAlarm|Dashboard|Archive/.test(Type)),
  );
}

test('it adds to the stack, and changes nothing that is there', () => {
  expect(Object.keys(without.resources).filter((id) => /Outcome|Tick|Submitted/.test(id))).toEqual([]);
  expect(all.resources).toMatchObject(rest(without.resources));
});

test('the table is kept, paid on demand, forgets by expiresAt, and can go back in time', () => {
  expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  expect(table.Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
});

test('with destroy nothing of it is left', () => {
  const { resources } = synthesize({ messageOutcomes: true, removalPolicy: 'destroy' });
  const left = Object.entries(resources).filter(
    ([id, one]) => id.includes('Outcomes') && one.DeletionPolicy === 'Retain',
  );
  expect(left.map(([id]) => id)).toEqual([]);
  expect(resources[tableId]?.Properties.DeletionProtectionEnabled).toBe(false);
});

test('receipts, and what the sender says that it submitted, come by one subscription, a message for each event', () => {
  const [, { Properties }] = theOnly(all, 'AWS::Events::Rule', 'SubscriptionsOutcomesRule');
  expect(Properties).toMatchObject({
    Name: 'Outcomes',
    EventPattern: {
      $or: [
        {
          source: ['vibes.callbacks'],
          'detail-type': ['MT Message Response', 'MMS Delivery Report', 'RBM Event'],
        },
        { 'detail-type': ['Message Submitted'] },
      ],
    },
    Targets: [
      {
        Arn: { 'Fn::GetAtt': [queueId, 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [undeliveredId, 'Arn'] } },
      },
    ],
  });
});

test('no other rule brings events to its queue, so the alarms of the subscription see each that is not delivered', () => {
  const [mainBus] = theOnly(all, 'AWS::Events::EventBus', 'EventsBus');
  const rules = ofType(all, 'AWS::Events::Rule').filter(([, { Properties }]) =>
    JSON.stringify(Properties.Targets).includes(queueId),
  );
  const onMain = rules.filter(([, { Properties }]) => JSON.stringify(Properties.EventBusName).includes(mainBus));
  expect(onMain.map(([, { Properties }]) => Properties.Name)).toEqual(['Outcomes']);
  for (const [alarm, MetricName] of [
    ['OutcomesRetrying', 'RetryInvocationAttempts'],
    ['OutcomesLost', 'InvocationsFailedToBeSentToDlq'],
  ] as const) {
    const watched = JSON.stringify(theOnly(all, 'AWS::CloudWatch::Alarm', alarm)[1].Properties);
    expect(watched).toContain(MetricName);
    expect(watched).toContain('{"Name":"RuleName","Value":"Outcomes"}');
  }
});

test('the archive keeps what the sender says, too', () => {
  expect(theOnly(all, 'AWS::Events::Archive')[1].Properties.EventPattern).toEqual({
    $or: [{ source: ['vibes.callbacks'] }, { 'detail-type': ['Message Submitted'] }],
  });
});

test('what fails five times waits with the undelivered events', () => {
  expect(queue.RedrivePolicy).toEqual({
    deadLetterTargetArn: { 'Fn::GetAtt': [undeliveredId, 'Arn'] },
    maxReceiveCount: 5,
  });
});

test('its undelivered events may be four days old when they arrive, and its alarms say so', () => {
  const said = (alarm: string) =>
    ofType(all, 'AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => Properties)
      .find(({ AlarmName }) => String(AlarmName).endsWith(`-${alarm}`))?.AlarmDescription;
  expect(queue.MessageRetentionPeriod).toBe(4 * 86_400);
  expect(said('OutcomesUndelivered')).toContain('send them again, within 10 days.');
  expect(said('OutcomesUndeliveredExpiring')).toContain('the first in 3 days at the earliest.');
});

test('a message stays hidden for six times the longest that an invocation takes, and the batching window', () => {
  const { MaximumBatchingWindowInSeconds } = mappingOf(all);
  expect(queue.VisibilityTimeout).toBe(6 * Number(fn.Timeout) + Number(MaximumBatchingWindowInSeconds));
});

test('ten receipts at a time, answered for one by one, with bounded concurrency and five seconds to come together', () => {
  const few = mappingOf(synthesize({ messageOutcomes: true, consumerConcurrency: 2 }));
  expect(few.ScalingConfig).toEqual({ MaximumConcurrency: 3 });
  expect(mappingOf(all)).toMatchObject({
    FunctionName: { Ref: functionId },
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 5,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 30 },
  });
});

test('every five minutes it looks for what is due, and its rule alone may ask it to', () => {
  const [ruleId, { Properties }] = theOnly(all, 'AWS::Events::Rule', 'Tick');
  expect(Properties).toMatchObject({
    ScheduleExpression: 'rate(5 minutes)',
    Targets: [{ Arn: { 'Fn::GetAtt': [functionId, 'Arn'] }, RetryPolicy: { MaximumRetryAttempts: 0 } }],
  });
  expect(theOnly(all, 'AWS::Lambda::EventInvokeConfig')[1].Properties).toMatchObject({
    ...{ FunctionName: { Ref: functionId }, MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 300 },
  });
  expect(theOnly(all, 'AWS::Lambda::Permission', 'Tick')[1].Properties).toMatchObject({
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [ruleId, 'Arn'] },
  });
});

test('the function may do what each of its adapters does, and nothing else', () => {
  expect(grantsOf(all, 'OutcomesService')).toEqual({
    'logs:CreateLogStream': ['VibesOutcomesServiceLogs.Arn'],
    'logs:PutLogEvents': ['VibesOutcomesServiceLogs.Arn'],
    'dynamodb:GetItem': ['VibesOutcomesTable.Arn'],
    'dynamodb:PutItem': ['VibesOutcomesTable.Arn'],
    'dynamodb:DeleteItem': ['VibesOutcomesTable.Arn'],
    'dynamodb:Query': ['VibesOutcomesTable.Arn'],
    'sqs:ReceiveMessage': ['VibesOutcomesQueue.Arn'],
    'sqs:DeleteMessage': ['VibesOutcomesQueue.Arn'],
    'sqs:GetQueueAttributes': ['VibesOutcomesQueue.Arn'],
    'sqs:SendMessage': ['VibesOutcomesQueue.Arn'],
    'events:PutEvents': ['VibesEventsBus.Arn'],
    'secretsmanager:GetSecretValue': ['VibesSecretsIdentityKey'],
  });
  expect(conditionsOf(all, 'OutcomesService')['events:PutEvents']).toContain('"events:source":"vibes.callbacks"');
});

test('the function gets exactly the variables that it reads', () => {
  expect(Object.keys(variables).sort()).toEqual([...readKeys(readEnv, variables), 'RELEASE'].sort());
  expect(variables.RETENTION_DAYS).toBe('90');
});

test('its outputs are what the commands read', () => {
  const names = Object.keys((all.template.toJSON() as { Outputs: object }).Outputs);
  expect(names.filter((name) => name.startsWith('Outcomes')).sort()).toEqual([
    'OutcomesFunctionName',
    'OutcomesLogGroupName',
    'OutcomesQueueUrl',
    'OutcomesTableName',
  ]);
});

describe('in a stack of yours', () => {
  const given = () => {
    const stack = new Stack(testApp(), 'Mine');
    return { stack, callbacks: new VibesCallbacks(stack, 'Callbacks') };
  };

  test('it is beside VibesCallbacks, and its outputs have the prefix', () => {
    const { stack, callbacks } = given();
    new MessageOutcomes(stack, 'Messages', { callbacks });
    const { Outputs, Resources } = Template.fromStack(stack).toJSON() as { Outputs: object; Resources: object };
    expect(Object.keys(Outputs)).toContain('VibesCallbacksOutcomesTableName');
    const ids = Object.keys(Resources).map((id) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(ids).toEqual(expect.arrayContaining(['MessagesOutcomesTable', 'CallbacksSubscriptionsOutcomesUndelivered']));
  });

  test('a second one, one in another stack, and one that forgets before the archive does are refused', () => {
    const { stack, callbacks } = given();
    const elsewhere = new Stack(stack.node.root, 'Elsewhere');
    const add = (scope: Stack, id: string, days = 90) =>
      new MessageOutcomes(scope, id, { callbacks, retention: Duration.days(days) });
    expect(() => add(elsewhere, 'One')).toThrow('Elsewhere/One: put MessageOutcomes into the stack of Mine/Callbacks.');
    expect(() => add(stack, 'Short', 44)).toThrow(
      'Mine/Short: retention is 44, but events can be replayed for 30 days: write 45 or more.',
    );
    add(stack, 'First');
    expect(() => add(stack, 'Second')).toThrow(SynthError);
  });

  const subscribe = (stack: Stack, callbacks: VibesCallbacks, id: string) =>
    callbacks.onCallback(id, { types: ['Message Outcome'], target: new SqsQueue(new Queue(stack, `${id}Queue`)) });
  const thrownBy = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      return error;
    }
  };
  const code = 'subscription-taken';

  test('a subscription of yours may not have the name of its own, whichever comes first', () => {
    const message = expect.stringContaining('the subscription that keeps message outcomes has this name');
    const first = given();
    subscribe(first.stack, first.callbacks, 'Outcomes');
    expect(thrownBy(() => new MessageOutcomes(first.stack, 'Messages', first))).toMatchObject({ code, message });
    const second = given();
    new MessageOutcomes(second.stack, 'Messages', second);
    expect(thrownBy(() => subscribe(second.stack, second.callbacks, 'Outcomes'))).toMatchObject({ code, message });
  });

  test('two subscriptions of one name are refused', () => {
    const { stack, callbacks } = given();
    const target = new SqsQueue(new Queue(stack, 'Queue'));
    const add = () => callbacks.onCallback('Orders', { types: ['MO Message'], target });
    add();
    const message = expect.stringContaining('Mine/Callbacks has a subscription of this name already');
    expect(thrownBy(add)).toMatchObject({ code, message });
  });

  test('synth warns of a subscription to outcomes that are not kept, and of no other', () => {
    const warningsOf = (keep: (stack: Stack, callbacks: VibesCallbacks) => void) => {
      const { stack, callbacks } = given();
      subscribe(stack, callbacks, 'Answers');
      callbacks.onCallback('Orders', { types: ['MO Message'], target: new SqsQueue(new Queue(stack, 'Other')) });
      keep(stack, callbacks);
      return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('Message Outcome'));
    };
    expect(warningsOf(() => undefined)).toMatchObject([
      {
        id: '/Mine/Callbacks/Subscriptions/Answers',
        entry: { data: expect.stringContaining('Turn on messageOutcomes') },
      },
    ]);
    expect(warningsOf((stack, callbacks) => new MessageOutcomes(stack, 'Messages', { callbacks }))).toEqual([]);
  });
});
