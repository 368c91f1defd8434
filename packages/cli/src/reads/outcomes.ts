import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { chunks } from '../../../../lambda/shared/chunks';
import { isRecord } from '../../../../lambda/shared/json';
import { howToSet } from '../../../../lib/release';
import type { OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import type { Needs } from '../policy/needs';
import type { DeployedStack } from './stack';

/** By what a message is known in the table of outcomes. */
export interface OutcomeKey {
  /** `sms`, `mms` or `rbm`. */
  readonly channel: string;
  readonly messageId: string;
}

/** A message's item: what is known of it, and the outcome that was published last. */
export interface OutcomeItem extends OutcomeKey {
  /** 0: nothing but evidence is known. */
  readonly version: number;
  /** `data` of the newest `Message Outcome`, without its evidence. */
  readonly outcome: Readonly<Record<string, unknown>> | undefined;
  /** In the order of arrival, as the function keeps them. */
  readonly receipts: readonly Readonly<Record<string, unknown>>[];
  /** When the newest version was made, ISO 8601; null without any. */
  readonly changedAt: string | null;
  /** The whole item, for those who compare it. */
  readonly all: Readonly<Record<string, unknown>>;
}

/** A limit of BatchGetItem. */
const keysPerCall = 100;
/** While the table is throttled, a call may leave keys unread. */
const rounds = 8;
const firstPauseMs = 100;

/** To read the outcomes of messages that are known. */
export const outcomesNeeds: Needs = { 'dynamodb:BatchGetItem': ['outcomesTable'] };

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
  keys: readonly OutcomeKey[],
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

/** The messages of which a part or the submitter has this id; not all if there are more than `most`. */
export async function readAliases(
  context: OpsContext,
  table: string,
  id: string,
  most: number,
): Promise<readonly OutcomeKey[]> {
  const items = await queryTable(context, table, `alias#${id}`, most);
  return items.flatMap(({ sk }) => keyOf(sk?.S) ?? []);
}

/** The item of one message, by a Query: who may look into the ledger needs no other action for it. */
export async function queryOutcome(
  context: OpsContext,
  table: string,
  { channel, messageId }: OutcomeKey,
): Promise<OutcomeItem | undefined> {
  const [item] = await queryTable(context, table, `${channel}#${messageId}`, 1);
  return item && toOutcome(item);
}

async function queryTable(
  { clients }: OpsContext,
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

const outcomeSk = 'outcome';

export function itemKey({ channel, messageId }: OutcomeKey): Record<string, AttributeValue> {
  return { pk: { S: `${channel}#${messageId}` }, sk: { S: outcomeSk } };
}

function toOutcome(item: Record<string, AttributeValue>): OutcomeItem | undefined {
  const all = Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));
  const { pk, version, outcome, receipts, changedAt } = all;
  const key = keyOf(pk);
  if (key === undefined) return undefined;
  return {
    ...{ ...key, all },
    version: typeof version === 'number' ? version : 0,
    outcome: isRecord(outcome) ? outcome : undefined,
    receipts: Array.isArray(receipts) ? receipts.filter(isRecord) : [],
    changedAt: typeof changedAt === 'string' ? changedAt : null,
  };
}

/** `sms#<messageId>` */
function keyOf(text: unknown): OutcomeKey | undefined {
  const [, channel, messageId] = /^([^#]+)#([\s\S]+)$/.exec(typeof text === 'string' ? text : '') ?? [];
  return channel === undefined || messageId === undefined ? undefined : { channel, messageId };
}

/** As JSON has it. */
function plain(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(plain);
  if (value.M !== undefined)
    return Object.fromEntries(Object.entries(value.M).map(([name, member]) => [name, plain(member)]));
  return null;
}
