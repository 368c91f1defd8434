import { isRecord, ownerCall, type StackAccess } from '@vibes-callbacks/local-cloud';
import { plainOutputs } from '../../reads/plain-outputs';
import type { QueueContents, StackContents, TableContents } from './inbox-shapes';
import { plainItem } from './plain-item';

const maxMessages = 100;
const maxItems = 100;
const maxBodyCharacters = 16 * 1024;

/** Those that name the service's own queues and tables; not every stack has all. */
const ownOutputs = [
  ...['CallbackQueueUrl', 'RetryQueueUrl', 'DeadLetterQueueUrl', 'LedgerTableName'],
  ...['OutcomesQueueUrl', 'OutcomesTableName'],
];

/** What the stack's queues and tables hold. Reading changes nothing: no message is received, no item is written. */
export class StackContentsReader {
  constructor(private readonly access: StackAccess) {}

  list(): StackContents {
    const deployment = this.access.deployment();
    const outputs = plainOutputs(deployment.outputs());
    const own = new Set(ownOutputs.map((name) => outputs[name]));
    const gauges = new Map(this.access.aws.queueGauges().map((gauge) => [gauge.queueName, gauge]));
    const shapes = (type: string) =>
      deployment.ofType(type).map(({ logicalId, ref }) => ({
        ref,
        shape: { id: logicalId, name: logicalId.replace(/[0-9A-F]{8}$/, ''), isOfApp: !own.has(ref) },
      }));
    return {
      queues: shapes('AWS::SQS::Queue').map(({ ref, shape }) => {
        const { visible = 0, inFlight = 0, delayed = 0 } = gauges.get(ref.split('/').at(-1) ?? '') ?? {};
        return { ...shape, visible, inFlight, delayed };
      }),
      tables: shapes('AWS::DynamoDB::Table').map(({ shape }) => shape),
    };
  }

  /** @returns undefined if the stack has no such queue */
  queue(id: string): QueueContents | undefined {
    const url = this.#refOf('AWS::SQS::Queue', id);
    if (url === undefined) return undefined;
    const all = this.access.aws.messages(url);
    const messages = all.slice(0, maxMessages).map(({ messageId, body, sentAtMs, receiveCount, state }) => ({
      ...{ messageId, receiveCount, state, sentAt: new Date(sentAtMs).toISOString() },
      ...{ body: body.slice(0, maxBodyCharacters), isCut: body.length > maxBodyCharacters },
    }));
    return { messages, total: all.length };
  }

  /** @returns undefined if the stack has no such table */
  async table(id: string): Promise<TableContents | undefined> {
    const name = this.#refOf('AWS::DynamoDB::Table', id);
    if (name === undefined) return undefined;
    const input = { TableName: name, Limit: maxItems, ConsistentRead: true };
    const { Items, LastEvaluatedKey } = await ownerCall(this.access.aws, 'dynamodb', 'Scan', input);
    const items = Array.isArray(Items) ? Items.filter(isRecord).map(plainItem) : [];
    return { items, isPart: LastEvaluatedKey !== undefined };
  }

  #refOf(type: string, id: string): string | undefined {
    return this.access
      .deployment()
      .ofType(type)
      .find(({ logicalId }) => logicalId === id)?.ref;
  }
}
