// What the operator's commands ask of AWS, asked of the running local cloud by the SDK's own clients.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { clientsOf, failureOf, restrictedTo } from '../local/aws/clients';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

jest.setTimeout(60_000);

const newFolder = temporaryFolder();
let cloud: LocalCloudProcess;
let clients: ReturnType<typeof clientsOf>;
let access: { readonly endpoint: string; readonly accessKeyId: string; readonly secretAccessKey: string };

beforeAll(async () => {
  cloud = await startLocalCloud({ dataDir: newFolder() });
  access = JSON.parse(readFileSync(join(cloud.dataDir, 'aws.json'), 'utf8'));
  clients = clientsOf(access.endpoint, access);
});

afterAll(async () => {
  clients.destroy();
  await cloud.stop();
});

const StackName = 'VibesCallbacks';

describe('the stack', () => {
  it('has the outputs of outputs.json', async () => {
    const { Stacks = [] } = await clients.cloudformation.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? [];
    expect(Object.fromEntries(outputs)).toEqual(cloud.outputs);
    expect(Stacks[0]?.LastUpdatedTime).toBeInstanceOf(Date);
  });

  it('lists all its resources', async () => {
    const { StackResourceSummaries: found = [] } = await clients.cloudformation.send(
      new ListStackResourcesCommand({ StackName }),
    );
    expect(found.find(({ ResourceType }) => ResourceType === 'AWS::DynamoDB::Table')?.PhysicalResourceId).toBe(
      cloud.outputs.LedgerTableName,
    );
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
    // The poll under way waits for up to 20 s.
    await until(async () => (await stateNow()) === 'Disabled');
    const sample = readFileSync(join(cloud.dataDir, 'credentials.json'), 'utf8');
    const { username, password } = JSON.parse(sample);
    const response = await fetch(cloud.outputs.SmsMoUrl ?? '', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${username}:${password}`)}` },
      body: 'anything',
    });
    expect(response.status).toBe(200);
    expect((await cloud.state()).queue).toEqual({ visible: 1, inFlight: 0 });
    expect((await switchTo(true)).State).toBe('Enabled');
    await until(async () => (await cloud.state()).queue.visible === 0);
  });

  it('have the account’s concurrency', async () => {
    const { AccountLimit } = await clients.lambda.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit?.ConcurrentExecutions).toBe(1000);
  });
});

describe('an operator', () => {
  it('may do what its policy says, and is told the action that it lacks', async () => {
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
