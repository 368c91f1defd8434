import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSecretStore, type SecretStore } from '../../../../local/aws/secrets/secret-store';
import { temporaryFolder } from '../../../support/temporary-folder';

const newFolder = temporaryFolder();
const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:mo-AbCdEf';

function given(...values: readonly string[]) {
  const path = join(newFolder(), 'secrets.json');
  const store = openSecretStore(path);
  store.create(arn, 'mo');
  for (const value of values) store.put(arn, value, ['AWSCURRENT'], `id-${value}`);
  return { store, path };
}

/** Which version has which stages. */
const stagesOf = (store: SecretStore) =>
  Object.fromEntries((store.find(arn)?.versions ?? []).map(({ id, stages }) => [id, stages]));

test('a secret is found by its ARN and by its name, and no other is', () => {
  const { store } = given('one');
  expect(store.find('mo')).toBe(store.find(arn));
  expect(store.find('mo')?.versions).toEqual([
    { id: 'id-one', value: 'one', stages: ['AWSCURRENT'], createdAt: expect.any(Number) },
  ]);
  expect(store.find('m')).toBeUndefined();
});

test('a secret begins without a version', () => {
  expect(given().store.find(arn)?.versions).toEqual([]);
});

test('a new version takes AWSCURRENT, the one before is AWSPREVIOUS, and what was that is gone', () => {
  expect(stagesOf(given('one', 'two').store)).toEqual({ 'id-one': ['AWSPREVIOUS'], 'id-two': ['AWSCURRENT'] });
  expect(stagesOf(given('one', 'two', 'three').store)).toEqual({
    'id-two': ['AWSPREVIOUS'],
    'id-three': ['AWSCURRENT'],
  });
});

test('a version with another stage leaves the current one alone', () => {
  const { store } = given('one');
  store.put(arn, 'waiting', ['AWSPENDING'], 'id-waiting');
  expect(stagesOf(store)).toEqual({ 'id-one': ['AWSCURRENT'], 'id-waiting': ['AWSPENDING'] });
});

test('a version without an id gets one of its own', () => {
  const { store } = given();
  expect(store.put(arn, 'a', ['AWSCURRENT']).id).not.toBe(store.put(arn, 'b', ['AWSCURRENT']).id);
});

test('a stage moves, and the two stages of a swap stand where they belong', () => {
  const { store } = given('one', 'two');
  store.moveStage(arn, 'AWSCURRENT', 'id-one');
  expect(stagesOf(store)).toEqual({ 'id-one': ['AWSCURRENT'], 'id-two': ['AWSPREVIOUS'] });
});

test('without its last stage a version is gone', () => {
  const { store } = given('one', 'two');
  store.removeStage(arn, 'AWSPREVIOUS');
  expect(stagesOf(store)).toEqual({ 'id-two': ['AWSCURRENT'] });
  store.removeStage(arn, 'OTHER');
  expect(stagesOf(store)).toEqual({ 'id-two': ['AWSCURRENT'] });
});

test('what is no secret is a bug of the caller’s', () => {
  const { store } = given();
  for (const change of [
    () => store.put('arn:other', 'x', ['AWSCURRENT']),
    () => store.moveStage('arn:other', 'AWSCURRENT', 'id'),
    () => store.removeStage('arn:other', 'AWSCURRENT'),
  ]) {
    expect(change).toThrow('there is no secret arn:other');
  }
});

test('all of it survives a restart, and is nobody else’s to read', () => {
  const { store, path } = given('one', 'two');
  expect(openSecretStore(path).find('mo')).toEqual(store.find('mo'));
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a write that was killed half-way leaves the old file', () => {
  const { store, path } = given('one');
  const before = readFileSync(path, 'utf8');
  writeFileSync(`${path}.new`, before.slice(0, 20));
  expect(openSecretStore(path).find(arn)).toEqual(store.find(arn));
  store.put(arn, 'two', ['AWSCURRENT']);
  expect(openSecretStore(path).find(arn)).toEqual(store.find(arn));
});
