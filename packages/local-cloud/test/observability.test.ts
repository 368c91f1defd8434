import { join } from 'node:path';
import { openDataFolder } from '../src/aws/data-folder';
import { openObservability } from '../src/observability';
import { readStack, type Stack } from '../src/stack/read-stack';
import { apiTemplate } from './gateway/api-template';
import { ask } from './support/ask';
import { temporaryFolder } from './support/temporary-folder';

const newFolder = temporaryFolder();

function stackOf(more: Readonly<Record<string, unknown>> = {}): Stack {
  const Role = { Type: 'AWS::IAM::Role', Properties: {} };
  const Ingest = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'ingest',
      Runtime: `nodejs${process.versions.node.split('.')[0]}.x`,
      Code: { S3Key: 'a.zip' },
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    },
  };
  const Filter = {
    Type: 'AWS::Logs::MetricFilter',
    Properties: {
      LogGroupName: '/aws/lambda/ingest',
      FilterPattern: '"out of memory"',
      MetricTransformations: [{ MetricName: 'Filtered', MetricNamespace: 'N', MetricValue: '1' }],
    },
  };
  const template = apiTemplate({ more: { Role, Ingest, Filter, ...more } as never });
  const assembly = { directory: '/', stackName: 'Stack', template, assetDirectory: (key: string) => key };
  return readStack(assembly, 'http://127.0.0.1:1', '/inline');
}

function given() {
  let stack = stackOf();
  const seen = openObservability(() => stack, openDataFolder(join(newFolder(), 'data')), {
    minuteMs: 60_000,
    onChange: (changes) => {
      throw new Error(`${changes.length} alarms changed`);
    },
  });
  /** The metrics that there are. */
  const metrics = async (
    ...queries: readonly [namespace: string, name: string, dimensions?: Record<string, string>][]
  ) => {
    const answer = await ask(seen.services.cloudwatch, 'cloudwatch', 'GetMetricData', {
      StartTime: Date.now() / 1000 - 600,
      EndTime: Date.now() / 1000 + 600,
      MetricDataQueries: queries.map(([Namespace, MetricName, dimensions = {}], index) => {
        const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
        return {
          Id: `m${index}`,
          MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: 'Sum' },
        };
      }),
    });
    const results = answer.MetricDataResults as readonly { readonly Values: readonly number[] }[];
    return results.map(({ Values }) => Values.reduce((sum, value) => sum + value, 0));
  };
  const replace = (next: Stack) => {
    stack = next;
    seen.define(next.deployment);
  };
  return { seen, metrics, replace };
}

const embedded = JSON.stringify({
  _aws: { CloudWatchMetrics: [{ Namespace: 'N', Dimensions: [[]], Metrics: [{ Name: 'Own' }] }] },
  Own: 2,
});
const source = { functionLogicalId: 'Ingest', workerId: 'worker-1' };

describe('a line of a function', () => {
  it('is in its log group, under its worker, and can be asked for', async () => {
    const { seen } = given();
    seen.hear('a line', source);
    const answer = await ask(seen.services.logs, 'logs', 'FilterLogEvents', { logGroupName: '/aws/lambda/ingest' });
    expect(answer.events).toMatchObject([{ message: 'a line', logStreamName: 'worker-1' }]);
    seen.stop();
  });

  it('has its own metrics, and those of the filters that match it', async () => {
    const { seen, metrics } = given();
    seen.hear(embedded, source);
    seen.hear('it was out of memory', source);
    expect(await metrics(['N', 'Own'], ['N', 'Filtered'])).toEqual([2, 1]);
    seen.stop();
  });

  it('meets the filters of the stack that was deployed last', async () => {
    const { seen, metrics, replace } = given();
    replace(stackOf({ Filter: { Type: 'AWS::SQS::Queue', Properties: {} } }));
    seen.hear('it was out of memory', source);
    expect(await metrics(['N', 'Filtered'])).toEqual([0]);
    seen.stop();
  });
});

test('invocations, requests and deliveries are counted, each under the names of the stack', async () => {
  const { seen, metrics } = given();
  seen.invoked('ingest', { result: { status: 'ok', payload: Buffer.alloc(0) }, durationMs: 5, concurrent: 1 });
  seen.requested({ method: undefined, arrivedAtMs: Date.now(), latencyMs: 3, error: '5XXError' });
  seen.delivered({
    ruleName: 'rule',
    busArn: 'arn:aws:events:us-east-1:000000000000:event-bus/callbacks',
    targetId: 'T',
    targetArn: 'arn:target',
    eventId: 'e',
    event: '{}',
    step: 'dropped',
    attempts: 1,
    detail: 'gone',
    log: [],
  });
  expect(
    await metrics(
      ['AWS/Lambda', 'Invocations', { FunctionName: 'ingest' }],
      ['AWS/ApiGateway', '5XXError', { ApiName: 'api', Stage: 'callbacks' }],
      ['AWS/Events', 'FailedInvocations', { EventBusName: 'callbacks', RuleName: 'rule' }],
    ),
  ).toEqual([1, 1, 1]);
  seen.stop();
});

test('cleared, neither lines nor metrics are left', async () => {
  const { seen, metrics } = given();
  seen.hear(embedded, source);
  seen.clear();
  expect(await metrics(['N', 'Own'])).toEqual([0]);
  expect(seen.logs.read('/aws/lambda/ingest')).toEqual([]);
  seen.stop();
});
