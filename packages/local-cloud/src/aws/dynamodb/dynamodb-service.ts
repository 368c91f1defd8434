import type { Deployment } from '../../template/deployment';
import type { Requirement } from '../iam/authorizer';
import type { AwsCall, AwsService } from '../protocols/call';
import { type TablesEmulator, tableActions } from './tables-emulator';

/** DynamoDB: the emulator does all of it; this says what IAM must allow for a call. */
export function createDynamoDbService(deployment: Deployment, emulator: TablesEmulator): AwsService {
  return {
    actions: tableActions,
    requirements: (call) =>
      tablesOf(call).map((table): Requirement => {
        const resource = `arn:aws:dynamodb:${deployment.region}:${deployment.accountId}:table/${table}`;
        return { action: `dynamodb:${call.action}`, resource };
      }),
    handle: (call) => emulator.handle(call),
  };
}

function tablesOf({ input }: AwsCall): readonly string[] {
  const { TableName: table, IndexName: index, RequestItems: items } = input;
  if (typeof items === 'object' && items !== null) return Object.keys(items);
  if (typeof table !== 'string') return ['*'];
  return [typeof index === 'string' ? `${table}/index/${index}` : table];
}
