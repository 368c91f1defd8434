// The AWS calls of the operator's commands, made with the SDK's own clients on the running local cloud.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetResourcesCommand, TestInvokeMethodCommand } from '@aws-sdk/client-api-gateway';
import {
  DescribeStacksCommand,
  ListStackResourcesCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetRandomPasswordCommand, ListSecretVersionIdsCommand } from '@aws-sdk/client-secrets-manager';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { clientsOf, failureOf, restrictedTo } from '../../../local-cloud/test/aws/clients';
import { answered } from '../support/answered';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

const newFolder = temporaryFolder();
let cloud: LocalCloudProcess;
let clients: ReturnType<typeof clientsOf>;
let access: { readonly endpoint: string; readonly accessKeyId: string; readonly secretAccessKey: string };

beforeAll(async () => {
  cloud = await startLocalCloud({ dataDir: newFolder(), more: ['--minute', '1'] });
  access = JSON.parse(readFileSync(join(cloud.dataDir, 'aws.json'), 'utf8'));
  clients = clientsOf(access.endpoint, access);
});

afterAll(() => clients.destroy());

const StackName = 'VibesCallbacks';

function postOnce(url: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', body });
}

function post(url: string, body: string): Promise<Response> {
  return answered(() => postOnce(url, body));
}

async function resourcesOf(type: string): Promise<readonly (string | undefined)[]> {
  const found: StackResourceSummary[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources(
    { client: clients.cloudformation },
    { StackName },
  )) {
    found.push(...StackResourceSummaries);
  }
  return found.filter(({ ResourceType }) => ResourceType === type).map(({ PhysicalResourceId }) => PhysicalResourceId);
}

describe('the stack', () => {
  it('has the outputs of outputs.json', async () => {
    const { Stacks = [] } = await clients.cloudformation.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? [];
    expect(Object.fromEntries(outputs)).toEqual(cloud.outputs);
    expect(Stacks[0]?.LastUpdatedTime).toBeInstanceOf(Date);
  });

  it('lists all its resources', async () => {
    expect(await resourcesOf('AWS::DynamoDB::Table')).toEqual([cloud.outputs.LedgerTableName]);
  });
});

describe('the functions', () => {
  it('have their configuration, and a mapping that can be disabled and enabled', async () => {
    const { EventSourceMappings = [] } = await clients.lambda.send(new ListEventSourceMappingsCommand({}));
    const [{ UUID, FunctionArn = '' } = {}] = EventSourceMappings;
    const settings = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: FunctionArn }));
    expect(settings.LoggingConfig?.LogGroup).toBe(cloud.outputs.ConsumerLogGroupName);
    const switchTo = (Enabled: boolean) => clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    expect((await switchTo(false)).State).toBe('Disabling');
    const stateNow = async () => {
      const { EventSourceMappings: [now] = [] } = await clients.lambda.send(new ListEventSourceMappingsCommand({}));
      return now?.State;
    };
    // The poll under way is finished first.
    await until(async () => (await stateNow()) === 'Disabled');
    expect((await post(cloud.outputs.SmsReceiptUrl ?? '', 'anything')).status).toBe(200);
    expect((await cloud.state()).queue).toEqual({ visible: 1, inFlight: 0 });
    expect((await switchTo(true)).State).toBe('Enabled');
    await until(async () => (await cloud.state()).queue.visible === 0);
  });

  it('have the account’s concurrency', async () => {
    const { AccountLimit } = await clients.lambda.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit?.ConcurrentExecutions).toBe(1000);
  });
});

describe('the logs', () => {
  it('have what the functions wrote, filtered', async () => {
    const response = await post(cloud.outputs.SmsReceiptUrl ?? '', 'not a receipt');
    const requestId = response.headers.get('x-amzn-requestid');
    const find = async (logGroupName: string | undefined, filterPattern: string) => {
      const command = new FilterLogEventsCommand({ logGroupName, filterPattern, startTime: Date.now() - 60_000 });
      return (await clients.logs.send(command)).events ?? [];
    };
    await until(async () => (await find(cloud.outputs.ConsumerLogGroupName, `"${requestId}"`)).length > 0);
    const [published] = await find(cloud.outputs.ConsumerLogGroupName, `{ $.requestId = "${requestId}" }`);
    expect(JSON.parse(published?.message ?? '')).toMatchObject({ code: 'Published' });
    expect(await find(cloud.outputs.IngestLogGroupName, '{ $.code = "NeverSaid" }')).toEqual([]);
  });
});

describe('the alarms', () => {
  const alarms = async (): Promise<readonly { name: string; state: string; runbook: string }[]> =>
    JSON.parse(String((await cloud.control('GET', 'alarms')).body));

  it('each have their part of the runbook, and the SDK lists them, composite alarms too', async () => {
    const all = await alarms();
    expect(all.length).toBeGreaterThan(12);
    expect(all.filter(({ runbook }) => !/^docs\/RUNBOOK\.md#[a-z-]+$/.test(runbook))).toEqual([]);
    const command = new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 });
    const { MetricAlarms = [], CompositeAlarms = [] } = await clients.cloudwatch.send(command);
    const names = [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
    expect(names.sort()).toEqual(all.map(({ name }) => name).sort());
    expect(MetricAlarms[0]?.StateUpdatedTimestamp).toBeInstanceOf(Date);
  });

  it('fire and end by themselves, which is printed, and their topic allows CloudWatch', async () => {
    const stateOf = async () => (await alarms()).find(({ name }) => name === 'VibesCallbacks-IngestThrottled')?.state;
    await until(async () => (await stateOf()) === 'OK');
    // One minute is enough to fire this alarm.
    await cloud.control('POST', 'faults', { service: 'lambda', function: 'ingest', mode: 'throttle', count: 1 });
    expect((await postOnce(cloud.outputs.SmsReceiptUrl ?? '', 'anything')).status).toBe(500);
    const printed = (state: string) =>
      cloud.lines().some((line) => new RegExp(`^${state} +VibesCallbacks-IngestThrottled `).test(line));
    await until(() => printed('ALARM'));
    expect(cloud.lines().join('\n')).toMatch(/^ALARM +VibesCallbacks-IngestThrottled .*RUNBOOK\.md#ingestthrottled/m);
    await until(async () => (await stateOf()) === 'OK');
    const changes = readFileSync(join(cloud.dataDir, 'alarms.jsonl'), 'utf8').trim().split('\n');
    const own = changes
      .map((line) => JSON.parse(line))
      .filter(({ AlarmName }) => AlarmName.endsWith('-IngestThrottled'));
    expect(own.map(({ NewStateValue }) => NewStateValue)).toEqual(['OK', 'ALARM', 'OK']);
    expect(cloud.lines().filter((line) => line.includes('could not be published'))).toEqual([]);
  });
});

describe('the metrics', () => {
  it('have a value for each minute', async () => {
    const Dimensions = [
      { Name: 'ApiName', Value: 'VibesCallbacks' },
      { Name: 'Stage', Value: 'callbacks' },
    ];
    const Metric = { Namespace: 'AWS/ApiGateway', MetricName: 'Count', Dimensions };
    const values = async () => {
      const { MetricDataResults = [] } = await clients.cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(Date.now() - 24 * 3_600_000),
          EndTime: new Date(Date.now() + 60_000),
          MetricDataQueries: [
            { Id: 'count', MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ReturnData: false },
            { Id: 'filled', Expression: 'FILL(count, 0)' },
          ],
        }),
      );
      return MetricDataResults[0]?.Values ?? [];
    };
    const sum = async () => (await values()).reduce((total, value) => total + value, 0);
    const before = await sum();
    for (let count = 0; count < 3; count += 1) await postOnce(cloud.outputs.SmsReceiptUrl ?? '', 'not a receipt');
    expect((await values()).length).toBeGreaterThan(1000);
    expect((await sum()) - before).toBe(3);
  });
});

describe('the alarm topic', () => {
  it('has no subscriber unless the settings add one', async () => {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn: cloud.outputs.AlarmTopicArn });
    expect((await clients.sns.send(command)).Subscriptions).toEqual([]);
  });
});

describe('the password', () => {
  it('has its versions listed', async () => {
    const SecretId = cloud.outputs.MoSecretArn;
    const { Versions = [] } = await clients.secrets.send(new ListSecretVersionIdsCommand({ SecretId }));
    expect(Versions.map(({ VersionStages }) => VersionStages)).toEqual([['AWSCURRENT']]);
    expect(Versions[0]?.CreatedDate).toBeInstanceOf(Date);
    const { RandomPassword } = await clients.secrets.send(new GetRandomPasswordCommand({ PasswordLength: 40 }));
    expect(RandomPassword).toHaveLength(40);
  });
});

describe('the API', () => {
  it('accepts a test invocation, which bypasses its policy', async () => {
    const [restApiId = ''] = await resourcesOf('AWS::ApiGateway::RestApi');
    const { items = [] } = await clients.apigateway.send(new GetResourcesCommand({ restApiId }));
    const resourceId = items.find(({ path }) => path === '/sms/receipt')?.id;
    const answer = await clients.apigateway.send(
      new TestInvokeMethodCommand({ restApiId, resourceId, httpMethod: 'POST', body: 'a test' }),
    );
    expect(answer).toMatchObject({ status: 200, latency: expect.any(Number) });
    const [, logged] = /request (\S+)/.exec(answer.log ?? '') ?? [];
    await until(() => cloud.events().some(({ detail }) => detail.metadata.requestId === logged));
  });
});

describe('an operator', () => {
  it('may do what its policy says, and an error names the action that it lacks', async () => {
    const policy = { Statement: [{ Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: '*' }] };
    const operator = clientsOf(access.endpoint, await restrictedTo(access.endpoint, access, policy));
    const { Arn } = await operator.sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws:sts::000000000000:federated-user/operator');
    await operator.cloudformation.send(new DescribeStacksCommand({ StackName }));
    const denied = operator.cloudformation.send(new ListStackResourcesCommand({ StackName }));
    await expect(denied).rejects.toThrow(/operator is not authorized to perform: cloudformation:ListStackResources/);
    expect(await failureOf(denied)).toEqual({ name: 'AccessDenied', status: 403 });
    const alsoDenied = operator.lambda.send(new GetAccountSettingsCommand({}));
    expect(await failureOf(alsoDenied)).toMatchObject({ name: 'AccessDeniedException', status: 403 });
    operator.destroy();
  });
});
