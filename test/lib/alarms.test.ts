import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { metricNames, metricNamespace } from '../../lambda/shared/metric-names';
import { opsCommands } from '../../packages/cli/src/commands';
import { readAlarmDescription } from '../../packages/cli/src/frame/alarm-description';
import { ofType, synthesize, theOnly } from './synth';

const all = synthesize({ alarmEmail: 'oncall@example.com' }, (callbacks, stack) => {
  const handler = new Fn(stack, 'Orders', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
  });
  callbacks.onCallback('Orders', { types: ['MO Message'], target: new LambdaFunction(handler) });
});
const [topicId] = theOnly(all, 'AWS::SNS::Topic');
const alarms = ofType(all, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const [, { Properties: atRisk }] = theOnly(all, 'AWS::CloudWatch::CompositeAlarm');
const byName = new Map(alarms.map((alarm) => [String(alarm.AlarmName), alarm]));
/** What shows in days, or in a quarter of an hour: not read every minute. */
const slow = /-((DeadLetters|Retries|OrdersUndelivered)Expiring|SweepMissing|GatewayErrorsPersist)$/;
const runbook = readFileSync(join(__dirname, '..', '..', 'docs', 'RUNBOOK.md'), 'utf8');

/** An error of Lambda counts in the minute in which its invocation began, and the sweep may run for 15 of them. */
const sweepMinutes = 20;

describe.each([...byName])('%s', (name, alarm) => {
  test('reports its beginning and its end to the topic', () => {
    expect(alarm.AlarmActions).toEqual([{ Ref: topicId }]);
    expect(alarm.OKActions).toEqual([{ Ref: topicId }]);
  });

  test('bears the name of the stack', () => {
    expect(name).toMatch(/^Stack-[A-Za-z]+$/);
  });

  if (slow.test(name)) return;

  test('is evaluated every minute: a person knows within five', () => {
    const stats = (alarm.Metrics ?? []) as { MetricStat?: { Period: number } }[];
    const periods = [alarm.Period, ...stats.map(({ MetricStat }) => MetricStat?.Period)].filter(
      (one) => one !== undefined,
    );
    expect(new Set(periods)).toEqual(new Set([60]));
    const id = name.replace('Stack-', '');
    expect(worstCaseMinutes(id, alarm)).toBeLessThanOrEqual(mostMinutes(id));
  });

  test('looks at five minutes or more where a late one would count as zero for good', () => {
    const needed =
      { RetriesTooOld: 2, MostRefused: 2, CallerRefused: 3, MoRefused: 4 }[name.replace('Stack-', '')] ?? 1;
    expect(alarm.DatapointsToAlarm ?? needed).toBe(needed);
    if (JSON.stringify(alarm.Metrics ?? []).includes('FILL(')) {
      expect(alarm.EvaluationPeriods).toBeGreaterThanOrEqual(5);
    }
    if (name === 'Stack-SweepFailed') expect(alarm.EvaluationPeriods).toBe(sweepMinutes);
  });

  test('takes silence for health', () => {
    expect(alarm.TreatMissingData).toBe('notBreaching');
  });

  test('says in a sentence what it means, what to type, and where the runbook goes on', () => {
    expectMeaning(alarm.AlarmDescription);
  });
});

function expectMeaning(description: unknown): void {
  const [, command = '', heading] =
    /^[A-Z][^.#]+\. Urgency: (?:act now|check now|can wait)\. Type: npm run ops -- ([a-z -]+) --stack Stack\. Runbook: docs\/RUNBOOK\.md#([a-z]+)$/.exec(
      String(description),
    ) ?? [];
  const known = opsCommands.map(({ name }) => name);
  expect(known).toContain(command.replace(/ --.*$/, ''));
  expect(runbookHeadings.map((text) => text.toLowerCase())).toContain(heading);
}

describe('CallbacksAtRisk', () => {
  const rule = JSON.stringify(atRisk.AlarmRule);
  const idsOf = (pattern: RegExp) => [...rule.matchAll(pattern)].map(([, id = '']) => id);
  const names = new Map(
    ofType(all, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => [id, Properties.AlarmName]),
  );
  const children = idsOf(/"Fn::GetAtt":\["(\w+)","Arn"\]/g).map((id) => String(names.get(id)).replace('Stack-', ''));

  test('fires with each alarm that means lost or late callbacks unless someone acts, and with no other', () => {
    expect(children.sort()).toEqual([
      'CallbacksExpiring',
      'DeadLetters',
      'DeadLettersExpiring',
      'DeadLettersGrow',
      'GatewayErrorsPersist',
      'IngestDown',
      'MessagesTooOld',
      'MoRefused',
      'MostRefused',
      'OrdersDropped',
      'OrdersLost',
      'OrdersUndelivered',
      'OrdersUndeliveredExpiring',
      'OrdersUndeliveredGrow',
      'RetriesExpiring',
      'RetriesTooOld',
      'SecretUnreadable',
      'StoreFailed',
    ]);
    expect(rule.match(/ALARM\(/g)).toHaveLength(children.length);
    expect(rule.match(/ OR /g)).toHaveLength(children.length - 1);
  });

  test('says "act now", as does each that it fires with, and no other', () => {
    const urgent = (urgency: string) =>
      [atRisk, ...alarms]
        .filter(({ AlarmDescription }) => readAlarmDescription(String(AlarmDescription)).urgency === urgency)
        .map(({ AlarmName }) => String(AlarmName).replace('Stack-', ''))
        .sort();
    expect(urgent('act now')).toEqual(['CallbacksAtRisk', ...children].sort());
    expect(urgent('check now')).toEqual(['GatewayErrors', 'IngestErrors', 'IngestThrottled', 'OrdersRetrying']);
  });

  test('says what to type, and reports to the topic too', () => {
    expect(atRisk.AlarmName).toBe('Stack-CallbacksAtRisk');
    expectMeaning(atRisk.AlarmDescription);
    expect(atRisk.AlarmActions).toEqual([{ Ref: topicId }]);
    expect(atRisk.OKActions).toEqual([{ Ref: topicId }]);
  });

  test('does not page: each alarm that it fires with does, since one that is on would silence the next', () => {
    const pagerTopicArn = 'arn:aws:sns:us-east-1:123456789012:pager';
    const paged = synthesize({ pagerTopicArn });
    const [, { Properties }] = theOnly(paged, 'AWS::CloudWatch::CompositeAlarm');
    expect(JSON.stringify(Properties)).not.toContain(pagerTopicArn);
    for (const [, { Properties: one }] of ofType(paged, 'AWS::CloudWatch::Alarm')) {
      const isPaged = children.includes(String(one.AlarmName).replace('Stack-', ''));
      const topics = [expect.anything(), ...(isPaged ? [pagerTopicArn] : [])];
      expect([one.AlarmActions, one.OKActions]).toEqual([topics, topics]);
    }
  });

  test('knows the stage before too', () => {
    const both = synthesize({ previousStageName: 'before' });
    const text = JSON.stringify(theOnly(both, 'AWS::CloudWatch::CompositeAlarm')[1].Properties.AlarmRule);
    expect(text).toContain('PreviousIngestDown');
  });
});

const runbookHeadings = [...runbook.matchAll(/^## ([A-Z][A-Za-z]+)$/gm)].map(([, heading = '']) => heading);

// The runbook is the list of alarms: none comes or goes without its part there.
test('every alarm of the runbook exists, and an alarm has its name there, but for those that share a part', () => {
  const names = [...byName.keys()].map((name) => name.replace('Stack-', ''));
  const sharing = [
    'CallbacksExpiring',
    'DeadLettersExpiring',
    'DeadLettersGrow',
    'GatewayErrorsPersist',
    'OrdersDropped',
    'OrdersLost',
    'OrdersRetrying',
    'OrdersUndelivered',
    'OrdersUndeliveredExpiring',
    'OrdersUndeliveredGrow',
    'RetriesExpiring',
  ];
  expect(names.filter((name) => !runbookHeadings.includes(name)).sort()).toEqual(sharing);
  const asked = synthesize({ expectTraffic: { mo: '1h' }, messageOutcomes: true });
  const optional = ofType(asked, 'AWS::CloudWatch::Alarm');
  const every = [atRisk, ...alarms, ...optional.map(([, { Properties }]) => Properties)];
  const linked = every.map(({ AlarmDescription }) => String(AlarmDescription).split('#')[1]);
  expect(
    runbookHeadings.map((heading) => heading.toLowerCase()).filter((heading) => !linked.includes(heading)),
  ).toEqual([]);
  expect(runbookHeadings).not.toEqual([]);
});

test('what is alarmed on is what the functions count', () => {
  const ours = alarms.filter(({ Namespace }) => Namespace === metricNamespace);
  const alarmed = ours.map(({ MetricName }) => MetricName).sort();
  // A duplicate is a retry that worked.
  // A challenge is part of a formula.
  const others = ['DuplicateDropped', 'MoAuthenticated', 'MoChallenged'];
  expect(alarmed).toEqual(metricNames.filter((name) => !others.includes(name)).sort());
  for (const { Dimensions } of ours) expect(Dimensions).toEqual([{ Name: 'Scope', Value: 'Stack' }]);
});

test('no metric of ours hides in an expression under another namespace', () => {
  const namespaces = [...JSON.stringify(alarms).matchAll(/"Namespace":"([^"]+)"/g)].map(([, namespace]) => namespace);
  expect(new Set(namespaces)).toEqual(
    new Set([metricNamespace, 'AWS/SQS', 'AWS/Lambda', 'AWS/ApiGateway', 'AWS/Events']),
  );
});

test('a sweep that does not run for a day and the two hours that EventBridge tries fires, but not a new one', () => {
  const { WarmUpConfiguration, ...alarm } = byName.get('Stack-SweepMissing') ?? {};
  expect(alarm).toMatchObject({
    ...{ EvaluationPeriods: 26, Threshold: 1, ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' },
  });
  const warmUp = { WarmUpPeriodDurationInMinutes: 26 * 60, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true };
  expect(WarmUpConfiguration).toEqual(warmUp);
  expectMeaning(alarm.AlarmDescription);
});

test('no other alarm waits before it is evaluated', () => {
  const waiting = alarms.filter(({ WarmUpConfiguration }) => WarmUpConfiguration !== undefined);
  expect(waiting.map(({ AlarmName }) => AlarmName)).toEqual(['Stack-SweepMissing']);
});

test('a single dead letter fires the alarm', () => {
  const [deadLetters] = theOnly(all, 'AWS::SQS::Queue', 'DeadLetters');
  expect(byName.get('Stack-DeadLetters')).toMatchObject({
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [deadLetters, 'QueueName'] } }],
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 1,
    Statistic: 'Maximum',
  });
});

test('two minutes in the queue fire the alarm', () => {
  expect(byName.get('Stack-MessagesTooOld')).toMatchObject({
    MetricName: 'ApproximateAgeOfOldestMessage',
    Threshold: 120,
  });
});

test('two minutes in the retry queue fire the alarm: it came there three minutes after the callback', () => {
  const retriesTooOld = byName.get('Stack-RetriesTooOld');
  expect(retriesTooOld).toMatchObject({ Threshold: 1, EvaluationPeriods: 2 });
  const { VisibilityTimeout, RedrivePolicy } = theOnly(all, 'AWS::SQS::Queue', 'CallbacksQueue')[1].Properties;
  const { maxReceiveCount } = RedrivePolicy as { maxReceiveCount: number };
  expect(maxReceiveCount * Number(VisibilityTimeout) + 2 * 60).toBeLessThanOrEqual(300);
});

test("CloudWatch may publish this stack's alarms to the topic, over TLS", () => {
  all.template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        Match.objectLike({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', Match.arrayWith([':alarm:Stack-*'])] } },
          },
        }),
      ]),
    },
  });
});

test('the e-mail address is subscribed where there is one', () => {
  all.template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'oncall@example.com' });
  expect(ofType(synthesize(), 'AWS::SNS::Subscription')).toEqual([]);
});

/** How many minutes late a metric may be in CloudWatch, by its namespace (user guide, "Metrics"). */
const delays: Readonly<Record<string, number>> = {
  VibesCallbacks: 2,
  'AWS/ApiGateway': 2,
  'AWS/Events': 2,
  'AWS/Lambda': 2,
  'AWS/SQS': 2,
};

/**
 * SQS reports nothing about a queue that has not been called for six hours, and needs up to 15 minutes until it does again (SQS
 * guide, "Monitoring Amazon SQS queues using CloudWatch"). Lambda polls the others all the time.
 */
const quiet: Readonly<Record<string, number>> = { DeadLetters: 15, OrdersUndelivered: 15 };
const evaluationMinutes = 1;

/** How soon the mail must come: Vibes retries for 25 minutes. Before a dead letter, `RecordFailed` has fired. */
function mostMinutes(id: string): number {
  return id in quiet ? 17 : (patient[id] ?? 5);
}

/** One minute is not enough: a message may come a minute after its challenge, or a challenge may count late. */
const patient: Readonly<Record<string, number>> = { CallerRefused: 6, MoRefused: 7 };

interface Watched {
  readonly DatapointsToAlarm?: unknown;
  readonly EvaluationPeriods?: unknown;
  readonly Namespace?: unknown;
}

/**
 * From the first failure to the mail, at worst: the minutes that must breach, the delay of CloudWatch, the evaluation.
 * @param id the alarm's name without the stack's
 */
function worstCaseMinutes(id: string, alarm: Watched): number {
  const minutes = Number(alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods);
  return minutes + lateMinutes(id, alarm) + evaluationMinutes;
}

/** The delay of the alarm's metrics. */
function lateMinutes(id: string, alarm: Watched): number {
  return quiet[id] ?? Math.max(...namespacesOf(alarm).map(delayOf));
}

function delayOf(namespace: string): number {
  const delay = delays[namespace] ?? delays[namespace.replace(/\/.*$/, '')];
  if (delay === undefined) throw new Error(`no delay is known for ${namespace}`);
  return delay;
}

function namespacesOf(alarm: Watched): readonly string[] {
  return [...JSON.stringify(alarm).matchAll(/"Namespace":"([^"]+)"/g)].map(([, namespace = '']) => namespace);
}
