import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { fromAttributes, itemKey, outcomeSk } from '../../../../lambda/outcomes/aws/item-attributes';
import { dueItem } from '../../../../lambda/outcomes/due-item';
import { keyOfName, type MessageKey, messageName, submissionOf } from '../../../../lambda/outcomes/fold';
import { type MessageItem, newestOf } from '../../../../lambda/outcomes/message-item';
import { isChannel } from '../../../../lambda/reader/outcome/outcome-states';
import { chunks } from '../../../../lambda/shared/chunks';
import { howToSet } from '../../../../lib/release';
import type { OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { type FoundLine, textOf } from './log-lines';
import type { DeployedStack } from './stack';

/** A message's item in the table, as the function keeps it. */
export interface OutcomeItem {
  readonly key: MessageKey;
  readonly item: MessageItem;
}

/** A limit of BatchGetItem. */
const keysPerCall = 100;
/** While the table is throttled, a call may leave keys unread. */
const rounds = 8;
const firstPauseMs = 100;

/** Whether the stack has a `MessageOutcomes`. */
export function hasOutcomes(stack: DeployedStack): boolean {
  return stack.optional('OutcomesTableName') !== undefined;
}

/** Name of the table. @throws OpsError without a `MessageOutcomes` */
export function outcomesTable(stack: DeployedStack): string {
  const name = stack.optional('OutcomesTableName');
  if (name !== undefined) return name;
  throw new OpsError(
    'no-message-outcomes',
    `${stack.name} keeps no message outcomes: turn on the setting messageOutcomes (${howToSet('messageOutcomes', 'true')}) or add a MessageOutcomes to your app, and deploy.`,
  );
}

/** The items of these messages; a message without one is left out. */
export async function readOutcomes(
  context: OpsContext,
  table: string,
  keys: readonly MessageKey[],
): Promise<readonly OutcomeItem[]> {
  const { client, sdk } = await context.clients.dynamoDb();
  const found: OutcomeItem[] = [];
  for (const some of chunks(keys, keysPerCall)) {
    let Keys: Record<string, AttributeValue>[] = some.map(itemKey);
    for (let round = 0; Keys.length > 0; round += 1) {
      context.io.interrupted.throwIfAborted();
      if (round === rounds) throw new Error('dynamodb:BatchGetItem: the table is throttled, try again in a minute');
      if (round > 0) await context.io.pause(firstPauseMs * 2 ** (round - 1));
      const command = new sdk.BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } });
      const { Responses, UnprocessedKeys } = await client.send(command);
      found.push(...(Responses?.[table] ?? []).map(toOutcome).filter((item) => item !== undefined));
      Keys = UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return found;
}

/** One page of a scan. */
export interface ScannedPage {
  /** How many items DynamoDB looked at for this page. */
  readonly scanned: number;
  readonly items: readonly OutcomeItem[];
}

/** DynamoDB's own condition, beyond which the scan returns nothing. */
export interface ScanFilter {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

/** Every message of the table, or those that match, a page at a time: a page is up to 1 MB before the filter. */
export async function* scanOutcomes(
  context: OpsContext,
  table: string,
  filter?: ScanFilter,
): AsyncGenerator<ScannedPage> {
  const { client, sdk } = await context.clients.dynamoDb();
  const expression = ['sk = :outcome', filter?.expression].filter((part) => part !== undefined).join(' AND ');
  for (let start: Record<string, AttributeValue> | undefined, page = 0; page === 0 || start; page += 1) {
    context.io.interrupted.throwIfAborted();
    const answer = await client.send(
      new sdk.ScanCommand({
        TableName: table,
        FilterExpression: expression,
        ...(filter?.names === undefined ? {} : { ExpressionAttributeNames: filter.names }),
        ExpressionAttributeValues: { ':outcome': { S: outcomeSk }, ...filter?.values },
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    yield {
      scanned: answer.ScannedCount ?? 0,
      items: (answer.Items ?? []).map(toOutcome).filter((item) => item !== undefined),
    };
    start = answer.LastEvaluatedKey;
  }
}

/** The messages of which a part or the submitter has this id; not all if there are more than `most`. */
export async function readAliases(
  context: OpsContext,
  table: string,
  id: string,
  most: number,
): Promise<readonly MessageKey[]> {
  const items = await queryTable(context, table, `alias#${id}`, most);
  return items.flatMap(({ sk }) => keyOfName(sk?.S ?? '') ?? []);
}

/** The item of one message, by a Query: to look into the ledger, `find` needs that action anyway. */
export async function queryOutcome(
  context: Pick<OpsContext, 'clients'>,
  table: string,
  key: MessageKey,
): Promise<OutcomeItem | undefined> {
  const [item] = await queryTable(context, table, messageName(key), 1);
  return item && toOutcome(item);
}

async function queryTable(
  { clients }: Pick<OpsContext, 'clients'>,
  table: string,
  partition: string,
  most: number,
): Promise<readonly Record<string, AttributeValue>[]> {
  const { client, sdk } = await clients.dynamoDb();
  const answer = await client.send(
    new sdk.QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': { S: partition } },
      ConsistentRead: true,
      Limit: most,
    }),
  );
  return answer.Items ?? [];
}

/** Undefined for an item that is not a message's. */
function toOutcome(attributes: Record<string, AttributeValue>): OutcomeItem | undefined {
  const key = keyOfName(attributes.pk?.S ?? '');
  return key && { key, item: fromAttributes(attributes) };
}

/** The message that a line of the function's log is about. */
export function keyOfLine(line: FoundLine): MessageKey | undefined {
  const [channel, messageId] = [textOf(line, 'channel'), textOf(line, 'messageId')];
  return messageId === undefined || !isChannel(channel) ? undefined : { channel, messageId };
}

export interface WrittenTable {
  readonly name: string;
  /** How long a message is kept after its last receipt or change. */
  readonly days: number;
}

/** How long the deployed function keeps a message. */
export async function readRetentionDays({ clients }: OpsContext, stack: DeployedStack): Promise<number> {
  const { client, sdk } = await clients.lambda();
  const command = new sdk.GetFunctionConfigurationCommand({ FunctionName: stack.output('OutcomesFunctionName') });
  const days = Number((await client.send(command)).Environment?.Variables?.RETENTION_DAYS);
  if (days > 0) return days;
  throw new Error('the function of the outcomes does not say how long it keeps them (RETENTION_DAYS)');
}

/** A tick that came before the message is written would find nothing to publish, and forget it. */
const untilWrittenMs = 60_000;

/**
 * Writes a message as the function would, with its aliases and due items. Returns false, and does not change the
 * message, if the table has it by now.
 */
export async function writeNew(
  context: OpsContext,
  written: WrittenTable,
  { key, item }: OutcomeItem,
  aliases: Iterable<string>,
): Promise<boolean> {
  const nowMs = context.io.now();
  const due = submissionOf(item.receipts)?.due.at;
  const dueTimes = [
    ...(due === undefined || item.isPastDue ? [] : [Date.parse(due)]),
    ...(newestOf(item)?.isDue ? [nowMs + untilWrittenMs] : []),
  ];
  return writeItem(context, written, { key, item }, { dueTimes, aliases });
}

/**
 * Writes an item again, with versions that are due now. Returns false, and does not change it, if the table has a newer
 * revision by now.
 */
export async function writeDue(context: OpsContext, written: WrittenTable, message: OutcomeItem): Promise<boolean> {
  return writeItem(context, written, message, { dueTimes: [context.io.now() + untilWrittenMs], aliases: [] });
}

interface WrittenFirst {
  readonly dueTimes: readonly number[];
  readonly aliases: Iterable<string>;
}

/** As the function writes it: what is due comes first, so that the tick finds the message even after an interruption. */
async function writeItem(
  { clients, io: { now, interrupted } }: OpsContext,
  { name, days }: WrittenTable,
  { key, item }: OutcomeItem,
  { dueTimes, aliases }: WrittenFirst,
): Promise<boolean> {
  const { client } = await clients.dynamoDb();
  const { createOutcomesTable } = await import('../../../../lambda/outcomes/aws/outcomes-table');
  const table = createOutcomesTable({ tableName: name, days, client });
  const nowMs = now();
  for (const dueMs of dueTimes) await table.noteDue(dueItem(key, dueMs), interrupted);
  for (const alias of aliases) await table.noteAlias(alias, key, nowMs, interrupted);
  return table.write(key, item, nowMs, interrupted);
}
