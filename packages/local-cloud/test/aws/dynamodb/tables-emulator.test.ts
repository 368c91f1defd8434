import { join } from 'node:path';
import { provisionTables } from '../../../src/aws/dynamodb/tables';
import { startTablesEmulator } from '../../../src/aws/dynamodb/tables-emulator';
import { callAsOwner } from '../../../src/aws/protocols/emulator-call';
import { LocalCloudError } from '../../../src/base/local-cloud-error';
import { deployTemplate } from '../../../src/template/deploy-template';
import { smallTemplate, withProperties } from '../../support/small-template';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();
const template = smallTemplate();
const deployed = (changed = template) => deployTemplate(changed, { endpoint: 'http://127.0.0.1:1' });
const table = deployed().resource('Ledger').ref;

async function given(folder = join(newFolder(), 'tables')) {
  const emulator = await startTablesEmulator(folder);
  await provisionTables(deployed(), emulator);
  const call = (action: string, input: Record<string, unknown>) =>
    callAsOwner(emulator, { service: 'dynamodb', action, region: 'us-east-1', input: { TableName: table, ...input } });
  const put = (pk: string, value: string, more: Record<string, unknown> = {}) =>
    call('PutItem', { Item: { pk: { S: pk }, sk: { S: '-' }, value: { S: value } }, ...more });
  return { folder, emulator, call, put };
}

const ifAbsent = { ConditionExpression: 'attribute_not_exists(pk)' };
const allOld = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
const key = { pk: { S: 'a' }, sk: { S: '-' } };

describe('the tables', () => {
  it('answer a failed condition with the item that failed it, when asked to', async () => {
    const { emulator, put, call } = await given();
    await put('a', 'first');
    const old = JSON.stringify({ pk: { S: 'a' }, sk: { S: '-' }, value: { S: 'first' } });
    await expect(put('a', 'second', { ...ifAbsent, ...allOld })).rejects.toThrow(`"Item":${old}`);
    const update = { Key: key, UpdateExpression: 'SET x = :x', ExpressionAttributeValues: { ':x': { S: 'x' } } };
    await expect(call('UpdateItem', { ...update, ...ifAbsent, ...allOld })).rejects.toThrow(`"Item":${old}`);
    await expect(call('DeleteItem', { Key: key, ...ifAbsent, ...allOld })).rejects.toThrow(`"Item":${old}`);
    await emulator.stop();
  });

  it('do not, when not asked to or when there is none', async () => {
    const { emulator, put } = await given();
    await put('a', 'first');
    const withoutItem = /^dynamodb:PutItem answered 400: (?!.*"Item")/;
    await expect(put('a', 'second', ifAbsent)).rejects.toThrow(withoutItem);
    await expect(put('b', 'x', { ConditionExpression: 'attribute_exists(pk)', ...allOld })).rejects.toThrow(
      withoutItem,
    );
    await emulator.stop();
  });

  it('know how many items they hold, also after a restart', async () => {
    const { folder, emulator, put, call } = await given();
    for (const pk of ['a', 'b', 'b', 'c']) await put(pk, 'x');
    await call('DeleteItem', { Key: key });
    expect(emulator.itemCount()).toBe(2);
    await emulator.stop();
    const again = await given(folder);
    expect(again.emulator.itemCount()).toBe(2);
    await again.emulator.stop();
  });

  it('keep their items over a restart, and lose them in a reset', async () => {
    const { folder, emulator, put } = await given();
    await put('a', 'kept');
    await emulator.stop();
    const again = await given(folder);
    expect(await again.call('GetItem', { Key: key })).toEqual({ Item: { ...key, value: { S: 'kept' } } });
    await again.emulator.clearItems();
    expect(await again.call('GetItem', { Key: key })).toEqual({});
    expect(again.emulator.itemCount()).toBe(0);
    await again.put('a', 'new');
    expect(await again.call('GetItem', { Key: key })).toEqual({ Item: { ...key, value: { S: 'new' } } });
    await again.emulator.stop();
  });

  it('refuse a template whose table has other keys than the data', async () => {
    const { emulator } = await given();
    const renamed = withProperties(template, 'Ledger', {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    await expect(provisionTables(deployed(renamed), emulator)).rejects.toThrow(LocalCloudError);
    await emulator.stop();
  });
});
