import { join } from 'node:path';
import { provisionSecrets } from '../../../src/aws/secrets/provision-secrets';
import { openSecretStore, type SecretChange } from '../../../src/aws/secrets/secret-store';
import { createSecretsService } from '../../../src/aws/secrets/secrets-service';
import { deployTemplate } from '../../../src/template/deploy-template';
import { smallTemplate } from '../../support/small-template';
import { temporaryFolder } from '../../support/temporary-folder';
import { callOf, jsonOf } from '../calls';

const newFolder = temporaryFolder();
const deployment = deployTemplate(smallTemplate(), { endpoint: 'http://127.0.0.1:1' });
const arn = deployment.resource('Secret').ref;

function given(path = join(newFolder(), 'secrets.json'), values: Record<string, string> = {}) {
  const store = openSecretStore(path);
  provisionSecrets(deployment, store, values);
  const changes: SecretChange[] = [];
  const service = createSecretsService(deployment, store, (change) => changes.push(change));
  const call = async (action: string, input: Record<string, unknown> = {}) =>
    jsonOf(await service.handle(callOf('secretsmanager', action, { SecretId: arn, ...input }), () => true));
  const value = async (stage = 'AWSCURRENT') => (await call('GetSecretValue', { VersionStage: stage })).SecretString;
  return { path, service, call, value, changes };
}

describe('a secret', () => {
  it('is generated as the template says, once', async () => {
    const first = given();
    const text = String(await first.value());
    expect(JSON.parse(text)).toEqual({ username: 'vibes', password: expect.stringMatching(/^[A-Za-z0-9]{40}$/) });
    expect(await given(first.path).value()).toBe(text);
  });

  it('is read by ARN and by name, with what the service says about it', async () => {
    const { call } = given();
    const byArn = await call('GetSecretValue');
    expect(byArn).toEqual({
      ARN: arn,
      Name: 'Stack-Secret',
      VersionId: expect.any(String),
      VersionStages: ['AWSCURRENT'],
      CreatedDate: expect.any(Number),
      SecretString: expect.any(String),
    });
    expect(await call('GetSecretValue', { SecretId: 'Stack-Secret' })).toEqual(byArn);
  });

  it('has no previous version before it is rotated', async () => {
    const { call } = given();
    const answer = await call('GetSecretValue', { VersionStage: 'AWSPREVIOUS' });
    expect(answer).toMatchObject({
      __type: 'com.amazonaws.secretsmanager#ResourceNotFoundException',
      message: expect.stringContaining('AWSPREVIOUS'),
    });
  });

  it('moves its stages when it is rotated, and keeps them over a restart', async () => {
    const { path, call, value } = given();
    const first = await value();
    await call('PutSecretValue', { SecretString: 'second' });
    expect([await value(), await value('AWSPREVIOUS')]).toEqual(['second', first]);
    await call('PutSecretValue', { SecretString: 'third' });
    const again = given(path);
    expect([await again.value(), await again.value('AWSPREVIOUS')]).toEqual(['third', 'second']);
    const { VersionIdsToStages: stages } = await again.call('DescribeSecret');
    expect(
      Object.values(stages as object)
        .flat()
        .sort(),
    ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });

  it('reports each value that becomes the current one, and no other change', async () => {
    const { call, changes } = given();
    const { VersionId: first, SecretString } = await call('GetSecretValue');
    await call('PutSecretValue', { SecretString: 'later', VersionStages: ['AWSPENDING'] });
    expect(changes).toEqual([]);
    const { VersionId: second } = await call('PutSecretValue', { SecretString: 'second' });
    const back = { VersionStage: 'AWSCURRENT', MoveToVersionId: first, RemoveFromVersionId: second };
    await call('UpdateSecretVersionStage', back);
    expect(changes).toEqual([
      { arn, value: 'second' },
      { arn, value: SecretString },
    ]);
  });

  it('is put once for one token', async () => {
    const { call, value } = given();
    const put = { SecretString: 'second', ClientRequestToken: 't'.repeat(32) };
    const first = await call('PutSecretValue', put);
    expect(await call('PutSecretValue', put)).toEqual(first);
    const other = await call('PutSecretValue', { ...put, SecretString: 'other' });
    expect([other.__type, await value()]).toEqual(['com.amazonaws.secretsmanager#ResourceExistsException', 'second']);
  });

  it('takes a version under a stage of its own, and current later', async () => {
    const { call, value } = given();
    const first = await value();
    const { VersionId } = await call('PutSecretValue', { SecretString: 'new', VersionStages: ['AWSPENDING'] });
    expect([await value(), await value('AWSPENDING')]).toEqual([first, 'new']);
    const { VersionId: current } = await call('GetSecretValue');
    const move = { VersionStage: 'AWSCURRENT', MoveToVersionId: VersionId, RemoveFromVersionId: current };
    await call('UpdateSecretVersionStage', move);
    expect([await value(), await value('AWSPREVIOUS')]).toEqual(['new', first]);
  });

  it('is set at the start by its logical id, a second time only if it differs', async () => {
    const { path, value } = given(undefined, { Secret: 'chosen' });
    const generated = await value('AWSPREVIOUS');
    const again = given(path, { Secret: 'chosen' });
    expect([await again.value(), await again.value('AWSPREVIOUS')]).toEqual(['chosen', generated]);
  });

  it('exists by its value alone when the template only refers to it', async () => {
    const foreign = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:rbm-AbCdEf';
    const { call } = given(undefined, { [foreign]: 's' });
    expect(await call('GetSecretValue', { SecretId: foreign })).toMatchObject({
      ARN: foreign,
      Name: 'rbm',
      SecretString: 's',
    });
  });

  it.each([
    ['an unknown secret', 'GetSecretValue', { SecretId: 'nothing' }, 'ResourceNotFoundException'],
    ['an unknown version', 'GetSecretValue', { VersionId: 'x' }, 'ResourceNotFoundException'],
    ['bytes', 'PutSecretValue', { SecretBinary: 'AA==' }, 'InvalidRequestException'],
    ['a value of more than 64 KiB', 'PutSecretValue', { SecretString: 'x'.repeat(65_537) }, 'ValidationException'],
    [
      'a token of 31 characters',
      'PutSecretValue',
      { SecretString: 'x', ClientRequestToken: 't'.repeat(31) },
      'ValidationException',
    ],
    ['another action', 'RotateSecret', {}, 'UnknownOperationException'],
    [
      'a stage of an unknown version',
      'UpdateSecretVersionStage',
      { VersionStage: 'X', MoveToVersionId: 'y' },
      'ResourceNotFoundException',
    ],
  ])('refuses %s', async (_name, action, input, code) => {
    expect((await given().call(action, input)).__type).toBe(`com.amazonaws.secretsmanager#${code}`);
  });

  it('needs the permission on its ARN, by whatever name it is called', () => {
    const call = callOf('secretsmanager', 'GetSecretValue', { SecretId: 'Stack-Secret' });
    expect(given().service.requirements(call)).toMatchObject([
      { action: 'secretsmanager:GetSecretValue', resource: arn },
    ]);
  });
});
