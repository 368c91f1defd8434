import { join } from 'node:path';
import { openSecretStore } from '../../../src/aws/secrets/secret-store';
import { createSecretsService } from '../../../src/aws/secrets/secrets-service';
import { deployTemplate } from '../../../src/template/deploy-template';
import { ask, needs } from '../../support/ask';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();
const SecretId = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:mo-AbCdEf';

function given() {
  const store = openSecretStore(join(newFolder(), 'secrets.json'));
  store.create(SecretId, 'mo');
  const first = store.put(SecretId, 'one', ['AWSCURRENT']).id;
  const second = store.put(SecretId, 'two', ['AWSCURRENT']).id;
  const service = createSecretsService(deployTemplate({ Resources: {} }, { endpoint: 'http://127.0.0.1:1' }), store);
  const call = (action: string, input: object = {}) => ask(service, 'secretsmanager', action, { SecretId, ...input });
  const stages = async () => (await call('DescribeSecret')).VersionIdsToStages;
  return { call, stages, first, second, service };
}

describe('the versions of a secret', () => {
  it('are listed with their stages and times', async () => {
    const { call, first, second } = given();
    const CreatedDate = expect.any(Number);
    expect((await call('ListSecretVersionIds')).Versions).toEqual([
      { VersionId: first, VersionStages: ['AWSPREVIOUS'], CreatedDate },
      { VersionId: second, VersionStages: ['AWSCURRENT'], CreatedDate },
    ]);
  });

  it('swap their stages when the holder is named', async () => {
    const { call, stages, first, second } = given();
    const VersionStage = 'AWSCURRENT';
    await call('UpdateSecretVersionStage', { VersionStage, MoveToVersionId: first, RemoveFromVersionId: second });
    expect(await stages()).toEqual({ [first]: ['AWSCURRENT'], [second]: ['AWSPREVIOUS'] });
  });

  it('lose a stage, and are gone with the last', async () => {
    const { call, stages, first, second } = given();
    await call('UpdateSecretVersionStage', { VersionStage: 'AWSPREVIOUS', RemoveFromVersionId: first });
    expect(await stages()).toEqual({ [second]: ['AWSCURRENT'] });
  });

  it.each([
    ['no holder is named', () => ({ VersionStage: 'AWSCURRENT', MoveToVersionId: 'first' })],
    ['the wrong holder is named', () => ({ VersionStage: 'AWSPREVIOUS', RemoveFromVersionId: 'second' })],
    ['no version holds it', () => ({ VersionStage: 'OTHER', RemoveFromVersionId: 'second' })],
    ['AWSCURRENT would be gone', () => ({ VersionStage: 'AWSCURRENT', RemoveFromVersionId: 'second' })],
    ['no version is named', () => ({ VersionStage: 'AWSPREVIOUS' })],
    ['no stage is named', () => ({ MoveToVersionId: 'first' })],
  ])('keep their stages when %s', async (_, input) => {
    const { call, stages, first, second } = given();
    const ids: Record<string, string> = { first, second };
    const named = Object.entries(input()).map(([name, value]) => [name, ids[value] ?? value]);
    const before = await stages();
    const answer = await call('UpdateSecretVersionStage', Object.fromEntries(named));
    expect(answer).toMatchObject({ error: 'InvalidParameterException' });
    expect(await stages()).toEqual(before);
  });
});

describe('GetRandomPassword', () => {
  it('gives a password by the rules asked for', async () => {
    const { RandomPassword } = await ask(given().service, 'secretsmanager', 'GetRandomPassword');
    expect(RandomPassword).toHaveLength(32);
    const plain = await ask(given().service, 'secretsmanager', 'GetRandomPassword', {
      PasswordLength: 64,
      ExcludePunctuation: true,
    });
    expect(plain.RandomPassword).toMatch(/^[A-Za-z0-9]{64}$/);
  });

  it('refuses an invalid length, and a rule that it does not know', async () => {
    for (const input of [{ PasswordLength: 0 }, { PasswordLength: 'x' }, { Rhyme: true }]) {
      const answer = await ask(given().service, 'secretsmanager', 'GetRandomPassword', input);
      expect(answer).toMatchObject({ error: 'InvalidParameterException' });
    }
  });

  it('needs a permission on everything', () => {
    expect(needs(given().service, 'secretsmanager', 'GetRandomPassword')).toEqual([
      'secretsmanager:GetRandomPassword *',
    ]);
  });
});
