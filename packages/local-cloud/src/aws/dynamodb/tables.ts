import { setTimeout as delay } from 'node:timers/promises';
import { LocalCloudError } from '../../base/local-cloud-error';
import type { Deployment, LocalResource } from '../../template/deployment';
import { isRecord } from '../../template/properties';
import { callAsOwner } from '../protocols/emulator-call';
import type { TablesEmulator } from './tables-emulator';

/** The template's tables: made where they are missing. */
export async function provisionTables(deployment: Deployment, emulator: TablesEmulator): Promise<void> {
  const call = (action: string, input: Record<string, unknown>) =>
    callAsOwner(emulator, { service: 'dynamodb', action, input, region: deployment.region });
  const { TableNames } = await call('ListTables', {});
  for (const table of deployment.ofType('AWS::DynamoDB::Table')) {
    const exists = Array.isArray(TableNames) && TableNames.includes(table.ref);
    if (!exists) await call('CreateTable', creation(table));
    const made = await untilActive(() => call('DescribeTable', { TableName: table.ref }));
    checkKeys(table, made);
  }
}

function creation({ ref, properties }: LocalResource): Record<string, unknown> {
  const names = ['AttributeDefinitions', 'KeySchema', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes'];
  const given = names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]] as const);
  return { ...Object.fromEntries(given), TableName: ref, BillingMode: 'PAY_PER_REQUEST' };
}

async function untilActive(describe: () => Promise<Record<string, unknown>>): Promise<Record<string, unknown>> {
  for (;;) {
    const { Table: table } = await describe();
    if (isRecord(table) && table.TableStatus === 'ACTIVE') return table;
    await delay(2);
  }
}

/** The cloud would replace the table, and with it lose or keep the items by its removal policy; here a person decides. */
function checkKeys({ logicalId, properties }: LocalResource, made: Record<string, unknown>): void {
  const keys = (schema: unknown) =>
    (Array.isArray(schema) ? schema : []).map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).join();
  if (keys(properties.KeySchema) === keys(made.KeySchema)) return;
  throw new LocalCloudError(
    'table-keys-changed',
    `The table ${logicalId} has other keys in the data folder than in the template: delete the data folder, or choose another with --data.`,
  );
}
