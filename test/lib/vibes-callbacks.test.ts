import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as EventBusTarget } from 'aws-cdk-lib/aws-events-targets';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ConfigError } from '../../lib/config';
import { VibesCallbacks } from '../../lib/vibes-callbacks';
import type { VibesCallbacksProps } from '../../lib/vibes-callbacks-props';
import { allowedEverywhere } from './iam';
import { ofType, synthesize, theOnly } from './synth';
import { testApp } from './synth-now';

const standard = synthesize();

test('no statement allows an action or a service by a wildcard', () => {
  const allowed = allowedEverywhere(standard);
  expect(allowed.length).toBeGreaterThan(10);
  for (const { Action } of allowed) {
    for (const action of [Action].flat()) expect(action).toMatch(/^[a-z\d-]+:[A-Za-z]+$/);
  }
});

test('a wildcard resource means only the objects under a prefix', () => {
  const resources = allowedEverywhere(standard).flatMap(({ Resource }) =>
    [Resource].flat().map((one) => JSON.stringify(one)),
  );
  const wild = resources.filter((text) => text?.includes('*'));
  expect(wild).toHaveLength(5);
  for (const text of wild) expect(text).toMatch(/"\/(overflow|attachments|unrecognized)\/\*"/);
});

test('no managed policy widens a role', () => {
  for (const [, { Properties }] of ofType(standard, 'AWS::IAM::Role')) {
    expect(Properties.ManagedPolicyArns).toBeUndefined();
  }
});

/** What holds data, or is needed to reach them again. */
const stateful = [
  'AWS::DynamoDB::Table',
  'AWS::Events::Archive',
  'AWS::Events::EventBus',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
];

test.each(stateful)('every %s is retained', (type) => {
  const found = ofType(synthesize({ rbmSecret: 'create' }), type);
  expect(found).not.toEqual([]);
  for (const [, resource] of found) {
    expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
});

test.each([
  ['AWS::SQS::QueuePolicy', 4],
  ['AWS::S3::BucketPolicy', 1],
])('with what it retains, every %s that allows TLS only is retained', (type, count) => {
  const found = ofType(synthesize({}, subscribe), type);
  expect(found).toHaveLength(count);
  for (const [, resource] of found) {
    expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
});

test('nothing is retained where it is to be destroyed', () => {
  const { resources } = synthesize({ removalPolicy: 'destroy', rbmSecret: 'create' }, subscribe);
  expect(Object.values(resources).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')).toEqual([]);
});

test('logs end', () => {
  const groups = ofType(standard, 'AWS::Logs::LogGroup');
  expect(groups).toHaveLength(4);
  for (const [, { Properties }] of groups) expect(Properties.RetentionInDays).toBe(30);
  for (const [, { Properties }] of ofType(synthesize({ logRetentionDays: 7 }), 'AWS::Logs::LogGroup')) {
    expect(Properties.RetentionInDays).toBe(7);
  }
});

test('everything that bears tags has one that says whose it is', () => {
  const tagged = Object.values(standard.resources).filter(({ Properties }) => Properties?.Tags !== undefined);
  const types = new Set(tagged.map(({ Type }) => Type));
  for (const { Properties } of tagged) {
    expect(Properties.Tags).toContainEqual({ Key: 'application', Value: 'vibes-callbacks' });
  }
  for (const type of ['AWS::Lambda::Function', 'AWS::SNS::Topic', ...stateful]) {
    if (type !== 'AWS::Events::Archive') expect(types).toContain(type);
  }
});

test.each([
  ['EU', 6],
  ['both', 14],
] as const)('callbacks of %s come from %d addresses', (vibesRegion, count) => {
  const [, { Properties }] = theOnly(synthesize({ vibesRegion }), 'AWS::ApiGateway::RestApi');
  expect(JSON.stringify(Properties.Policy).match(/\/32"/g)).toHaveLength(count);
});

test('mistakes are found before anything is made', () => {
  const stack = new Stack(testApp(), 'Stack');
  expect(() => new VibesCallbacks(stack, 'Vibes', { stageName: '' })).toThrow(ConfigError);
});

test('a stack has room for one', () => {
  const stack = new Stack(testApp(), 'Stack');
  new VibesCallbacks(stack, 'One');
  expect(() => new VibesCallbacks(stack, 'Two')).toThrow('a stack has room for one VibesCallbacks');
});

test('the same configuration makes the same template', () => {
  expect(synthesize().template.toJSON()).toEqual(standard.template.toJSON());
});

test.each([
  ['attachments', 'a function', 'grantReadMedia', newFunction],
  ['unrecognized', 'a function', 'grantReadUnrecognized', newFunction],
  ['attachments', 'a role', 'grantReadMedia', newRole],
] as const)('what is under %s, and nothing else, may be read by %s after %s', (prefix, _who, grant, newReader) => {
  const { template } = synthesize({}, (callbacks, stack) => {
    expect(callbacks[grant](newReader(stack)).success).toBe(true);
  });
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const [, policy] = policies.find(([id]) => id.startsWith('Reader')) ?? [];
  expect(policy?.Properties.PolicyDocument.Statement).toEqual([
    {
      Action: 's3:GetObject',
      Effect: 'Allow',
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringContaining('Bucket'), 'Arn'] }, `/${prefix}/*`]] },
    },
  ]);
});

function newFunction(stack: Stack): Fn {
  const code = Code.fromInline('exports.handler = async () => {};');
  return new Fn(stack, 'Reader', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code });
}

function newRole(stack: Stack): Role {
  return new Role(stack, 'Reader', { assumedBy: new AccountRootPrincipal() });
}

function subscribe(callbacks: VibesCallbacks, stack: Stack): void {
  const bus = EventBus.fromEventBusName(stack, 'Elsewhere', 'elsewhere');
  callbacks.onCallback('Orders', { types: ['MO Message'], target: new EventBusTarget(bus) });
}

test('metrics are those of the stack', () => {
  synthesize({}, (callbacks, stack) => {
    expect(stack.resolve(callbacks.metricUnrecognized().toMetricConfig())).toMatchObject({
      metricStat: {
        namespace: 'VibesCallbacks',
        metricName: 'Unrecognized',
        dimensions: [{ name: 'Scope', value: 'Stack' }],
        statistic: 'Sum',
      },
    });
    const minute = { period: Duration.minutes(1) };
    expect(callbacks.metricDeadLetters(minute)).toMatchObject({
      metricName: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      ...minute,
    });
    expect(callbacks.metricAgeOfOldestCallback()).toMatchObject({ metricName: 'ApproximateAgeOfOldestMessage' });
    expect(callbacks.metricStoreFailures({ label: 'lost' })).toMatchObject({
      metricName: 'StoreFailed',
      label: 'lost',
    });
    expect(callbacks.metricDuplicates()).toMatchObject({ metricName: 'DuplicateDropped' });
    expect(callbacks.metricUnauthorized()).toMatchObject({ metricName: 'MoUnauthorized' });
  });
});

test('what another app deployed can be read, watched and subscribed to', () => {
  const stack = new Stack(testApp(), 'Theirs');
  const callbacks = VibesCallbacks.fromVibesCallbacksAttributes(stack, 'Vibes', {
    stackName: 'Callbacks',
    endpointUrl: 'https://callbacks.example.com/',
    eventBusName: 'vibes-1',
    bucketName: 'vibes-2',
    alarmTopicArn: 'arn:aws:sns:us-east-1:123456789012:alarms',
  });
  callbacks.grantReadMedia(newRole(stack));
  new Rule(stack, 'Rule', { eventBus: callbacks.bus, eventPattern: { source: ['vibes.callbacks'] } });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Events::Rule', { EventBusName: 'vibes-1' });
  template.resourceCountIs('AWS::S3::Bucket', 0);
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({
          Action: 's3:GetObject',
          Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::vibes-2/attachments/*']] },
        }),
      ],
    },
  });
  expect(callbacks.metric('Unrecognized').dimensions).toEqual({ Scope: 'Callbacks' });
  expect(callbacks.alarmTopic.topicName).toBe('alarms');
});

test('a stack whose alarms notify no one says so', () => {
  // Synthesis prints the warning that is looked for here.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const warnings = (props: VibesCallbacksProps) => {
    const stack = new Stack(testApp(), 'Stack');
    new VibesCallbacks(stack, 'Vibes', props);
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('^No one is notified of alarms'));
  };
  expect(warnings({})).toHaveLength(1);
  expect(warnings({ alarmEmail: 'oncall@example.com' })).toHaveLength(0);
});
