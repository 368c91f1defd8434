import { type CfnTemplate, dangers, templateChanges } from '../../releases/template-changes';

const queue = (Properties: Record<string, unknown>, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties,
  ...more,
});
const changes = (from: CfnTemplate['Resources'], to: CfnTemplate['Resources']) =>
  templateChanges({ Resources: from }, { Resources: to });

test('the same template changes nothing', () => {
  expect(changes({ Q: queue({ QueueName: 'a' }) }, { Q: queue({ QueueName: 'a' }) })).toEqual([]);
});

test('what is new is created, and no danger', () => {
  const found = changes({}, { Q: queue({}) });
  expect(found).toEqual([{ logicalId: 'Q', type: 'AWS::SQS::Queue', does: 'creates', properties: [] }]);
  expect(dangers(found)).toEqual([]);
});

test('another retention updates a queue, and is not dangerous', () => {
  const found = changes({ Q: queue({ MessageRetentionPeriod: 1 }) }, { Q: queue({ MessageRetentionPeriod: 2 }) });
  expect(found).toMatchObject([{ does: 'updates', properties: ['MessageRetentionPeriod'] }]);
  expect(dangers(found)).toEqual([]);
});

test('another name replaces a queue: a danger', () => {
  const found = changes({ Q: queue({ QueueName: 'a' }) }, { Q: queue({ QueueName: 'b' }) });
  expect(found).toMatchObject([{ does: 'replaces', properties: ['QueueName'] }]);
  expect(dangers(found)).toEqual(found);
});

test.each([
  ['deletes', {}],
  ['orphans', { DeletionPolicy: 'Retain' }],
])('a queue that is gone from the template: it %s', (does, more) => {
  const found = changes({ Q: queue({}, more) }, {});
  expect(found).toMatchObject([{ logicalId: 'Q', does }]);
  expect(dangers(found)).toEqual(found);
});

test('a secret that is generated otherwise is a danger, for CloudFormation generates another value', () => {
  const secret = (PasswordLength: number) => ({
    S: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: { PasswordLength } } },
  });
  expect(dangers(changes(secret(40), secret(41)))).toMatchObject([{ does: 'updates' }]);
});

test('another TLS policy of an API is a danger, because AWS refuses some, and a rollback with them; another description is not', () => {
  const api = (Properties: Record<string, unknown>) => ({ A: { Type: 'AWS::ApiGateway::RestApi', Properties } });
  expect(dangers(changes(api({}), api({ SecurityPolicy: 'TLS_1_2' })))).toMatchObject([
    { does: 'updates', properties: ['SecurityPolicy'] },
  ]);
  expect(dangers(changes(api({ Description: 'a' }), api({ Description: 'b' })))).toEqual([]);
});

test('a function that is gone is not dangerous: it holds nothing', () => {
  const found = changes({ F: { Type: 'AWS::Lambda::Function', Properties: {} } }, {});
  expect(found).toMatchObject([{ does: 'deletes' }]);
  expect(dangers(found)).toEqual([]);
});
