import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AttributeValue,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Identity } from '../../lambda/reader/callback';
import { ledgerKey } from '../../lambda/reader/identity/identity';

const createDynalite: (options: Record<'createTableMs' | 'deleteTableMs', number>) => Server = require('dynalite');

/** A ledger table of its own in a real DynamoDB engine. */
export interface LedgerTable {
  readonly name: string;
  readonly client: DynamoDBClient;
  clientWith(options: DynamoDBClientConfig): DynamoDBClient;
  item(identity: Identity): Promise<Readonly<Record<string, AttributeValue>> | undefined>;
  stop(): Promise<void>;
}

/** In dynalite, or in what `LEDGER_TEST_ENDPOINT` names: DynamoDB Local is the second opinion. */
export async function startLedgerTable(): Promise<LedgerTable> {
  const given = process.env.LEDGER_TEST_ENDPOINT;
  const server = createDynalite({ createTableMs: 0, deleteTableMs: 0 });
  const endpoint = given ?? `http://127.0.0.1:${await listen(server)}`;
  const clientWith = (options: DynamoDBClientConfig) =>
    new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      ...options,
    });
  const client = clientWith({});
  const name = `ledger-${randomUUID()}`;
  await client.send(createTable(name));
  return {
    name,
    client,
    clientWith,
    item: (identity) => readItem(client, name, identity),
    stop: async () => {
      await client.send(new DeleteTableCommand({ TableName: name }));
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function createTable(name: string): CreateTableCommand {
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  });
}

async function readItem(client: DynamoDBClient, name: string, identity: Identity) {
  const { pk, sk } = ledgerKey(identity);
  const Key = { pk: { S: pk }, sk: { S: sk } };
  return (await client.send(new GetItemCommand({ TableName: name, Key, ConsistentRead: true }))).Item;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
