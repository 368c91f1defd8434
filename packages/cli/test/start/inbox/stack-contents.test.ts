import type { StackAccess } from '../../../../local-cloud/src/local-cloud-options';
import { deployTemplate } from '../../../../local-cloud/src/template/deploy-template';
import { StackContentsReader } from '../../../src/start/inbox/stack-contents';

const answers: unknown[] = [];
const asked: unknown[] = [];

jest.mock('@vibes-callbacks/local-cloud', () => ({
  ...jest.requireActual('@vibes-callbacks/local-cloud'),
  ownerCall: async (_aws: unknown, ...call: readonly unknown[]) => {
    asked.push(call);
    return answers.shift();
  },
}));

const template = {
  Resources: {
    CallbackQueue0123ABCD: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'callbacks' } },
    OrderQueue89ABCDEF: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
    OutcomesQueue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'outcomes' } },
    Ledger0123ABCD: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'ledger' } },
    Orders: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'order-table' } },
    OutcomesTable: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'outcomes-table' } },
  },
  Outputs: {
    CallbackQueueUrl: { Value: { Ref: 'CallbackQueue0123ABCD' } },
    LedgerTableName: { Value: { Ref: 'Ledger0123ABCD' } },
    OutcomesQueueUrl: { Value: { Ref: 'OutcomesQueue' } },
    OutcomesTableName: { Value: { Ref: 'OutcomesTable' } },
  },
};

function given(messages: ReturnType<StackAccess['aws']['messages']> = []) {
  asked.length = 0;
  const endpoint = 'http://127.0.0.1:1';
  const urls: string[] = [];
  const unexpected = () => {
    throw new Error('not asked for');
  };
  const contents = new StackContentsReader({
    deployment: () => deployTemplate(template, { endpoint }),
    aws: {
      endpoint,
      region: 'us-east-1',
      operator: { accessKeyId: 'k', secretAccessKey: 's' },
      grants: unexpected,
      deadLetters: unexpected,
      onSecretChange: unexpected,
      messages: (url) => {
        urls.push(url);
        return messages;
      },
      queueGauges: () => [{ queueName: 'orders', visible: 2, inFlight: 1, delayed: 3, oldestAgeMs: 9 }],
    },
  });
  return { contents, urls };
}

it('lists what the stack has, the app’s own apart from the service’s', () => {
  const empty = { visible: 0, inFlight: 0, delayed: 0 };
  expect(given().contents.list()).toEqual({
    queues: [
      { id: 'CallbackQueue0123ABCD', name: 'CallbackQueue', isOfApp: false, ...empty },
      { id: 'OrderQueue89ABCDEF', name: 'OrderQueue', isOfApp: true, visible: 2, inFlight: 1, delayed: 3 },
      { id: 'OutcomesQueue', name: 'OutcomesQueue', isOfApp: false, ...empty },
    ],
    tables: [
      { id: 'Ledger0123ABCD', name: 'Ledger', isOfApp: false },
      { id: 'Orders', name: 'Orders', isOfApp: true },
      { id: 'OutcomesTable', name: 'OutcomesTable', isOfApp: false },
    ],
  });
});

it('shows the first messages of a queue, and the beginning of a long one', () => {
  const message = { messageId: 'm', sentAtMs: 0, receiveCount: 2, state: 'visible' } as const;
  const { contents, urls } = given(Array.from({ length: 101 }, () => ({ ...message, body: 'x'.repeat(16_385) })));
  const found = contents.queue('OrderQueue89ABCDEF');
  expect([found?.messages.length, found?.total, urls]).toEqual([100, 101, ['http://127.0.0.1:1/000000000000/orders']]);
  expect(found?.messages[0]).toEqual({
    ...{ messageId: 'm', sentAt: '1970-01-01T00:00:00.000Z', receiveCount: 2, state: 'visible' },
    ...{ body: 'x'.repeat(16_384), isCut: true },
  });
  expect(contents.queue('Orders')).toBeUndefined();
});

it('shows the first items of a table, and says when there are others', async () => {
  const { contents } = given();
  answers.push({ Items: [{ a: { N: '1' } }] }, { Items: [], LastEvaluatedKey: { a: { N: '1' } } });
  expect(await contents.table('Orders')).toEqual({ items: [{ a: 1 }], isPart: false });
  expect(await contents.table('Orders')).toEqual({ items: [], isPart: true });
  expect(asked[0]).toEqual(['dynamodb', 'Scan', { TableName: 'order-table', Limit: 100, ConsistentRead: true }]);
  expect(await contents.table('OrderQueue89ABCDEF')).toBeUndefined();
});
