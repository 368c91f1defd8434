import { sentRows } from '../../../../../lambda/reader/families';
import { type Check, fail, ok, unknown, warn } from './check';

/** The outputs that the commands and the runbook need. */
const expectedOutputs = [
  ...sentRows.map(({ url }) => url.output),
  ...['EndpointUrl', 'CallbackQueueUrl', 'RetryQueueUrl', 'DeadLetterQueueUrl', 'LedgerTableName', 'BucketName'],
  ...['EventBusName', 'EventArchiveArn', 'MoSecretArn', 'AlarmTopicArn', 'IngestLogGroupName', 'ConsumerLogGroupName'],
  ...['IngestFunctionName', 'ConsumerFunctionName', 'RestApiId', 'MoResourceId'],
];

export const outputs: Check = {
  name: 'outputs',
  look: async (_context, stack) => {
    const missing = expectedOutputs.filter((name) => stack.optional(name) === undefined);
    return missing.length === 0
      ? ok(`all ${expectedOutputs.length} are there`)
      : fail(`missing: ${missing.join(', ')}`, 'deploy this version, or use the commands of the deployed one');
  },
};

export const deployment: Check = {
  name: 'deployment',
  look: async (_context, { status }) =>
    /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status)
      ? ok(status)
      : /_IN_PROGRESS$/.test(status)
        ? warn(`${status}: a deployment is running`, 'wait until it ends')
        : fail(status, 'look at the stack events in CloudFormation'),
};

/** The result of the last drift detection. Starting one would need rights to read everything. */
export const drift: Check = {
  name: 'drift',
  look: async (context, stack) => {
    const { client, sdk } = await context.clients.cloudFormation();
    const { Stacks } = await client.send(new sdk.DescribeStacksCommand({ StackName: stack.name }));
    const { StackDriftStatus: status, LastCheckTimestamp: at } = Stacks?.[0]?.DriftInformation ?? {};
    if (status === 'IN_SYNC') return ok(`none, ${at?.toISOString() ?? 'at the last check'}`);
    if (status === 'DRIFTED') {
      return warn('something was changed outside CloudFormation', 'npx cdk drift, then npx cdk deploy --revert-drift');
    }
    return unknown('never checked: npx cdk drift');
  },
};

export const caller: Check = {
  name: 'credentials',
  look: async ({ clients }) => {
    const { client, sdk } = await clients.sts();
    const { Arn = 'an unknown caller', Account = '' } = await client.send(new sdk.GetCallerIdentityCommand({}));
    return ok(`${Arn} in account ${Account}`);
  },
};
