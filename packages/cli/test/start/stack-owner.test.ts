import type { SecretChange } from '../../../local-cloud/src/aws/secrets/secret-store';
import { deployTemplate } from '../../../local-cloud/src/template/deploy-template';
import type { MoCredentials } from '../../src/start/credentials';
import { StackOwner } from '../../src/start/stack-owner';

/** What was set, in order. */
const set: unknown[] = [];

jest.mock('../../src/start/credentials', () => ({
  changedMoCredentials: (_deployment: unknown, { value }: SecretChange) =>
    value === 'of another secret' ? undefined : { username: 'vibes', password: value },
  setMoCredentials: async (_deployment: unknown, _aws: unknown, wanted: object) => {
    set.push(wanted);
    return { username: 'vibes', password: 'pw', ...wanted };
  },
  readRbmSecret: async () => 'the secret',
  setRbmSecret: async (_deployment: unknown, _aws: unknown, secret: string) => void set.push(secret),
}));

jest.mock('../../src/start/inbox/ledger-row', () => ({
  findLedgerRow: async (_aws: unknown, table: unknown, identity: unknown) => ({ table, identity }),
}));
jest.mock('../../src/start/redrive', () => ({ startRedrive: async () => void set.push('redriven') }));

jest.mock('../../src/reads/outcomes', () => ({
  queryOutcome: async (_context: unknown, table: unknown, key: object) => ({ table, ...key }),
}));
jest.mock('../../src/commands/find/in-outcomes', () => ({ foundOutcomes: (items: unknown) => items }));

function given(outputs: Readonly<Record<string, { readonly Value: string }>> = {}) {
  set.length = 0;
  const listeners: ((change: SecretChange) => void)[] = [];
  const told: MoCredentials[] = [];
  const endpoint = 'http://127.0.0.1:1';
  const template = { Resources: {}, Outputs: { LedgerTableName: { Value: 'ledger' }, ...outputs } };
  const owner = new StackOwner({
    deployment: () => deployTemplate(template, { endpoint }),
    aws: {
      endpoint,
      region: 'us-east-1',
      operator: { accessKeyId: 'k', secretAccessKey: 's' },
      grants: () => [],
      messages: () => [],
      queueGauges: () => [],
      deadLetters: () => [{ messageId: 'm', body: 'a dead letter' }],
      onSecretChange: (listener) => void listeners.push(listener),
    },
  });
  const changed = (value: string) => {
    for (const listener of listeners) listener({ arn: 'arn:secret', value });
  };
  const onCredentials = (credentials: MoCredentials) => told.push(credentials);
  return { owner, told, changed, onCredentials };
}

test('the start sets what it was given; the RBM secret only where there is one', async () => {
  const { owner, onCredentials } = given();
  await owner.begin({ credentials: { password: 'mine' }, onCredentials });
  expect(set).toEqual([{ password: 'mine' }]);
  await owner.begin({ credentials: {}, rbmSecret: 's', onCredentials });
  expect(set.slice(1)).toEqual([{}, 's']);
});

test('each change of the MO credentials is reported, and that of another secret is not', async () => {
  const { owner, told, changed, onCredentials } = given();
  await owner.begin({ credentials: {}, onCredentials });
  changed('new');
  changed('of another secret');
  expect(told).toEqual([{ username: 'vibes', password: 'new' }]);
});

test('what is wanted later is set, and answered with what is good now', async () => {
  const { owner } = given();
  expect(await owner.setMoCredentials({ username: 'u' })).toEqual({ username: 'u', password: 'pw' });
  await owner.setRbmSecret('other');
  expect(set).toEqual([{ username: 'u' }, 'other']);
});

test('dead letters are tried again', async () => {
  await given().owner.redrive();
  expect(set).toEqual(['redriven']);
});

test('what the stack holds is reported', async () => {
  const { owner } = given();
  expect(await owner.rbmSecret()).toBe('the secret');
  expect(await owner.ledgerRow('mo#1#-')).toEqual({ table: 'ledger', identity: 'mo#1#-' });
  expect(owner.deadLetters()).toEqual([{ messageId: 'm', body: 'a dead letter' }]);
});

test('what became of a message is known for its receipts, if the stack keeps outcomes', async () => {
  const event = JSON.stringify({
    ...{ source: 'vibes.callbacks', 'detail-type': 'RBM Event' },
    detail: { metadata: { id: 'c', receivedAt: '2024-05-06T12:08:09.123Z' }, data: { messageId: 'm1' } },
  });
  const { owner } = given({ OutcomesTableName: { Value: 'outcomes' } });
  expect(await owner.message(event)).toEqual({ table: 'outcomes', channel: 'rbm', messageId: 'm1' });
  expect(await owner.message('{}')).toBeUndefined();
  expect(await owner.message(undefined)).toBeUndefined();
  expect(await given().owner.message(event)).toBeUndefined();
});
