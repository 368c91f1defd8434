import { type App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Fn, type FunctionOptions, type IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { VibesCallbacks } from '../../lib/vibes-callbacks';
import { testApp } from './synth-now';

interface Subscribed {
  readonly template: Template;
  readonly warnings: readonly string[];
}

function subscribe(
  functionOf: (stack: Stack, app: App) => IFunction,
  more: {
    readonly after?: (stack: Stack, fn: IFunction, callbacks: VibesCallbacks) => void;
    readonly failureDestination?: boolean;
  } = {},
): Subscribed {
  const app = testApp();
  const stack = new Stack(app, 'Stack');
  const callbacks = new VibesCallbacks(stack, 'Vibes', { alarmEmail: 'oncall@example.com' });
  const fn = functionOf(stack, app);
  const { after = () => undefined, ...options } = more;
  callbacks.onCallback('Orders', { types: ['MO Message'], target: new LambdaFunction(fn), ...options });
  after(stack, fn, callbacks);
  const template = Template.fromStack(stack);
  const warnings = Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp("onCallback\\('Orders'\\)"))
    .map(({ entry }) => String(entry.data));
  return { template, warnings };
}

const newFunction = (stack: Stack, more: FunctionOptions = {}) =>
  new Fn(stack, 'Answer', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
    ...more,
  });

const configsOf = ({ template }: Subscribed) =>
  Object.values(template.findResources('AWS::Lambda::EventInvokeConfig')).map(({ Properties }) => Properties);
const undeliveredOf = ({ template }: Subscribed) =>
  Object.keys(template.findResources('AWS::SQS::Queue')).find((id) => id.includes('OrdersUndelivered'));
const destinationOf = (subscribed: Subscribed) => ({
  OnFailure: { Destination: { 'Fn::GetAtt': [undeliveredOf(subscribed), 'Arn'] } },
});
const droppedMetric = ({ template }: Subscribed) =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).find(
    ({ Properties }) => Properties.AlarmName === 'Stack-OrdersDropped',
  )?.Properties;

test('what a function fails on goes to the queue of undelivered events, which its role may send to first', () => {
  const subscribed = subscribe((stack) => newFunction(stack));
  expect(configsOf(subscribed)).toEqual([
    expect.objectContaining({ Qualifier: '$LATEST', DestinationConfig: destinationOf(subscribed) }),
  ]);
  const [[policyId, policy] = ['', undefined]] = Object.entries(
    subscribed.template.findResources('AWS::IAM::Policy'),
  ).filter(([id]) => id.includes('OrdersFailures'));
  expect(policy?.Properties.PolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [undeliveredOf(subscribed), 'Arn'] } },
  ]);
  const [config] = Object.values(subscribed.template.findResources('AWS::Lambda::EventInvokeConfig'));
  expect(config?.DependsOn).toContain(policyId);
  expect(subscribed.warnings).toEqual([]);
  expect(droppedMetric(subscribed)).toMatchObject({ MetricName: 'DestinationDeliveryFailures' });
});

test.each([
  ['before', true],
  ['after', false],
] as const)('an onFailure of the customer that is added %s the subscription stays the only one', (_when, isBefore) => {
  const own = (stack: Stack) => ({ onFailure: new SqsDestination(new Queue(stack, 'Own')) });
  const subscribed = subscribe((stack) => newFunction(stack, isBefore ? own(stack) : {}), {
    after: (stack, fn) => {
      if (!isBefore) fn.configureAsyncInvoke(own(stack));
    },
  });
  expect(JSON.stringify(configsOf(subscribed))).toContain('Own');
  expect(configsOf(subscribed)).toHaveLength(1);
  expect(JSON.stringify(configsOf(subscribed))).not.toContain('Undelivered');
});

test('what else a customer configures of it stays, and gets the destination that it lacks', () => {
  const subscribed = subscribe((stack) => newFunction(stack), {
    after: (stack, fn) =>
      fn.configureAsyncInvoke({ retryAttempts: 0, onSuccess: new SqsDestination(new Queue(stack, 'Good')) }),
  });
  const [config, ...others] = configsOf(subscribed);
  expect(others).toEqual([]);
  expect(config).toMatchObject({ MaximumRetryAttempts: 0, DestinationConfig: destinationOf(subscribed) });
  expect(JSON.stringify(config)).toContain('Good');
});

test('an alias has its own, beside that of the function', () => {
  const subscribed = subscribe((stack) => newFunction(stack, { retryAttempts: 1 }).addAlias('live') as IFunction);
  expect(configsOf(subscribed)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ Qualifier: '$LATEST', MaximumRetryAttempts: 1 }),
      expect.objectContaining({ Qualifier: 'live', DestinationConfig: destinationOf(subscribed) }),
    ]),
  );
});

test('two subscriptions of one function have one', () => {
  const subscribed = subscribe((stack) => newFunction(stack), {
    after: (_stack, fn, callbacks) => {
      callbacks.onCallback('Pictures', { types: ['MMS Message'], target: new LambdaFunction(fn) });
    },
  });
  expect(configsOf(subscribed)).toHaveLength(1);
});

test('a subscription that is renamed, or no longer the first of a function, leaves the configuration the same resource', () => {
  const configId = (...ids: readonly string[]) => {
    const stack = new Stack(testApp(), 'Stack');
    const callbacks = new VibesCallbacks(stack, 'Vibes', { alarmEmail: 'oncall@example.com' });
    const target = new LambdaFunction(newFunction(stack));
    for (const id of ids) callbacks.onCallback(id, { types: ['MO Message'], target });
    return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::EventInvokeConfig'));
  };
  expect(configId('Orders')).toHaveLength(1);
  expect(configId('Bookings')).toEqual(configId('Orders'));
  expect(configId('Bookings', 'Orders')).toEqual(configId('Orders', 'Bookings'));
});

test('a function of another stack of the app needs no change of that stack', () => {
  const subscribed = subscribe((_stack, app) => newFunction(new Stack(app, 'Theirs')));
  expect(configsOf(subscribed)).toEqual([expect.objectContaining({ DestinationConfig: destinationOf(subscribed) })]);
});

test('a configuration of another stack that lacks a destination stays without: two stacks cannot depend on each other', () => {
  const subscribed = subscribe((_stack, app) => newFunction(new Stack(app, 'Theirs'), { retryAttempts: 0 }));
  expect(configsOf(subscribed)).toEqual([]);
  expect(
    Object.keys(subscribed.template.findResources('AWS::IAM::Policy')).filter((id) => id.includes('OrdersFailures')),
  ).toEqual([]);
  expect(subscribed.warnings).toEqual([expect.stringContaining('the function Answer fails on is tried twice more')]);
  expect(droppedMetric(subscribed)).toMatchObject({ MetricName: 'AsyncEventsDropped' });
  expect(droppedMetric(subscribed)?.AlarmDescription).toContain('failed on events for good: only the archive');
});

test.each<[string, (stack: Stack) => IFunction, boolean | undefined]>([
  [
    'is imported',
    (stack) => Fn.fromFunctionArn(stack, 'Answer', 'arn:aws:lambda:us-east-1:123456789012:function:theirs'),
    undefined,
  ],
  [
    'has an imported role',
    (stack) => newFunction(stack, { role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/theirs') }),
    undefined,
  ],
  ['is not to be configured', (stack) => newFunction(stack), false],
])('one that %s is left alone, with a warning and an alarm on what Lambda drops', (_what, functionOf, wanted) => {
  const subscribed = subscribe(functionOf, wanted === undefined ? {} : { failureDestination: wanted });
  expect(configsOf(subscribed)).toEqual([]);
  expect(subscribed.warnings).toEqual([expect.stringContaining('the function Answer fails on is tried twice more')]);
  expect(subscribed.warnings[0]).toContain('vibes-callbacks:no-failure-destination');
  expect(droppedMetric(subscribed)).toMatchObject({ MetricName: 'AsyncEventsDropped' });
});

test('with a dead-letter queue of its own there is no warning', () => {
  const subscribed = subscribe((stack) => newFunction(stack, { deadLetterQueueEnabled: true }), {
    failureDestination: false,
  });
  expect(subscribed.warnings).toEqual([]);
});

test('a queue has none of it', () => {
  const stack = new Stack(testApp(), 'Stack');
  const callbacks = new VibesCallbacks(stack, 'Vibes', { alarmEmail: 'oncall@example.com' });
  callbacks.onCallback('Orders', { types: ['MO Message'], target: new SqsQueue(new Queue(stack, 'Target')) });
  expect(Template.fromStack(stack).findResources('AWS::Lambda::EventInvokeConfig')).toEqual({});
});
