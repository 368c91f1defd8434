import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SQSEvent } from 'aws-lambda';
import { createLedger } from '../../lambda/consumer/aws/ledger';
import { createHandler } from '../../lambda/consumer/handler';
import type { CallbackEntry } from '../../lambda/reader/event';
import { createPublisher } from '../../lambda/shared/publisher';
import { message, world } from '../lambda/consumer/world';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table';
import { answer, jsonOf, scriptedAws, type WireRequest } from '../support/scripted-aws';

let table: LedgerTable;
const tableCalls: string[] = [];

beforeAll(async () => {
  table = await startLedgerTable();
  table.client.middlewareStack.add((next, { commandName }) => (args) => {
    tableCalls.push(String(commandName));
    return next(args);
  });
});
beforeEach(() => {
  tableCalls.length = 0;
});
afterAll(() => table.stop());

const takesAll = (request: WireRequest) =>
  answer({ Entries: (jsonOf(request) as { Entries: CallbackEntry[] }).Entries.map(() => ({ EventId: 'given' })) });

function consumer(aws: ReturnType<typeof scriptedAws>) {
  const ledger = createLedger({ tableName: table.name, days: 30, client: table.client });
  const publisher = createPublisher({ busName: 'bus', client: new EventBridgeClient(aws.options) });
  const handler = createHandler({ ...world({}).deps, ledger, publisher });
  const context = { awsRequestId: 'invocation', getRemainingTimeInMillis: () => 15_000 };
  return (...bodies: string[]) =>
    handler(
      {
        Records: bodies.map((body, index) => ({ messageId: `m${index}`, receiptHandle: `r${index}`, body })),
      } as SQSEvent,
      context,
    );
}

const ten = (prefix: string) => Array.from({ length: 10 }, (_, n) => message({ id: `${prefix}-${n}` }));

it('publishes ten callbacks in twelve calls: ten claims, one publication, one completion', async () => {
  const aws = scriptedAws(takesAll);
  expect(await consumer(aws)(...ten('twelve'))).toEqual({ batchItemFailures: [] });
  expect(aws.requests).toHaveLength(1);
  expect(tableCalls).toEqual([...Array.from({ length: 10 }, () => 'PutItemCommand'), 'BatchWriteItemCommand']);
});

it('publishes nothing when the ten come again', async () => {
  const aws = scriptedAws(takesAll);
  const handle = consumer(aws);
  await handle(...ten('again'));
  expect(await handle(...ten('again'))).toEqual({ batchItemFailures: [] });
  expect(aws.requests).toHaveLength(1);
});
