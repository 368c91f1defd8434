import { EventEmitter } from 'node:events';
import dynalite from 'dynalite';
import dynaliteDb from 'dynalite/db';
import deleteItem from 'dynalite/validations/deleteItem';
import putItem from 'dynalite/validations/putItem';
import updateItem from 'dynalite/validations/updateItem';
import type { AwsCall, Reply } from '../protocols/call';

/** What dynalite has. */
export const tableActions: readonly string[] = [
  ...['BatchGetItem', 'BatchWriteItem', 'CreateTable', 'DeleteItem', 'DeleteTable', 'DescribeTable'],
  ...['DescribeTimeToLive', 'GetItem', 'ListTables', 'ListTagsOfResource', 'PutItem', 'Query', 'Scan', 'TagResource'],
  ...['UntagResource', 'UpdateItem', 'UpdateTable'],
];

export interface TablesEmulator {
  handle(call: Pick<AwsCall, 'method' | 'url' | 'headers' | 'body'>): Promise<Reply>;
  /** Exact, and free: it is counted with each write. */
  itemCount(): number;
  clearItems(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * dynalite on LevelDB in this very process. A call is handed to its request handler without a socket in between: the
 * server has read the request already, and a second HTTP hop would cost as much as the write itself.
 */
export async function startTablesEmulator(directory: string): Promise<TablesEmulator> {
  returnOldItemOnFailedCondition();
  const { server, store } = openDynalite(directory);
  await store.db.open();
  readInThisThread(store.db);
  const items = await countItems(store.db);
  return {
    handle: (call) => exchange(server, call),
    itemCount: () => items.size,
    clearItems: async () => {
      await store.db.clear(itemKeys);
      items.clear();
    },
    stop: () => store.db.close(),
  };
}

/** dynalite prefixes an item's key with `item-<table>~`; `.` follows `-` in the alphabet. */
const itemKeys = { gte: 'item-', lt: 'item.' };

function openDynalite(path: string) {
  const original = dynaliteDb.create;
  const stores: ReturnType<typeof original>[] = [];
  // dynalite keeps its store to itself, and closes it only through a server that listens, which this one never does.
  dynaliteDb.create = (options) => {
    const store = original(options);
    stores.push(store);
    return store;
  };
  try {
    const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    const [store] = stores;
    if (store === undefined) throw new Error('dynalite did not create its store');
    return { server, store };
  } finally {
    dynaliteDb.create = original;
  }
}

type Database = ReturnType<typeof openDynalite>['store']['db'];

/**
 * dynalite reads the table and each item by LevelDB's thread pool. What it reads is in memory, nearly always: the way to
 * another thread and back costs more than the reading (of a claim and its share of the completion, two fifths of the CPU).
 */
function readInThisThread(db: Database): void {
  db.get = (key, callback) => {
    try {
      setImmediate(callback, null, db.getSync(key));
    } catch (error) {
      setImmediate(callback, error);
    }
  };
}

/** A count by Scan reads every item; the state is asked for many times a second. */
async function countItems(db: Database): Promise<Set<string>> {
  const items = new Set(await db.keys(itemKeys).all());
  const { put, del } = db;
  db.put = (key, value, callback) => {
    if (key.startsWith('item-')) items.add(key);
    put(key, value, callback);
  };
  db.del = (key, callback) => {
    items.delete(key);
    del(key, callback);
  };
  return items;
}

const patched = Symbol.for('local.dynalite.all-old');

/**
 * dynalite drops `ReturnValuesOnConditionCheckFailure`; DynamoDB answers a failed condition with the item that failed it.
 * Filled where the condition is evaluated, under dynalite's own lock: read afterwards, it could be another item.
 */
function returnOldItemOnFailedCondition(): void {
  const original: typeof dynaliteDb.checkConditional & { [patched]?: true } = dynaliteDb.checkConditional;
  if (original[patched]) return;
  for (const { types } of [putItem, updateItem, deleteItem]) {
    types.ReturnValuesOnConditionCheckFailure = { type: 'String', enum: ['ALL_OLD', 'NONE'] };
  }
  const checkConditional: typeof original = (data, existingItem) => {
    const failure = original(data, existingItem);
    if (failure?.body && existingItem && data.ReturnValuesOnConditionCheckFailure === 'ALL_OLD') {
      failure.body.Item = existingItem;
    }
    return failure;
  };
  checkConditional[patched] = true;
  dynaliteDb.checkConditional = checkConditional;
}

/** The parts of a request and a response that dynalite's handler touches. */
class HandedRequest extends EventEmitter {
  constructor(
    readonly method: string,
    readonly url: string,
    readonly headers: AwsCall['headers'],
  ) {
    super();
  }
}

class CollectedResponse {
  statusCode = 200;
  readonly #headers: Record<string, string> = {};
  constructor(readonly done: (reply: Reply) => void) {}
  setHeader(name: string, value: unknown): void {
    this.#headers[name.toLowerCase()] = String(value);
  }
  end(body = ''): void {
    this.done({ status: this.statusCode, headers: this.#headers, body });
  }
}

function exchange(
  server: EventEmitter,
  { method, url, headers, body }: Pick<AwsCall, 'method' | 'url' | 'headers' | 'body'>,
): Promise<Reply> {
  return new Promise((resolve) => {
    const request = new HandedRequest(method, url, headers);
    server.emit('request', request, new CollectedResponse(resolve));
    request.emit('data', body);
    request.emit('end');
  });
}
