import type { Deployment } from '../../template/deployment';
import { AwsError } from '../protocols/aws-error';
import type { AwsService } from '../protocols/call';
import { createService, type Input } from '../protocols/create-service';
import { getRandomPassword } from './get-random-password';
import type { Secret, SecretChange, SecretStore, StoredVersion } from './secret-store';
import { listSecretVersionIds, updateSecretVersionStage } from './version-stages';

/** Secrets Manager: reading, rotating by hand, looking at versions. */
export function createSecretsService(
  { region, accountId }: Deployment,
  store: SecretStore,
  onChange: (change: SecretChange) => void = () => undefined,
): AwsService {
  const requires = (action: string) => (input: Input) => {
    const id = String(input.SecretId);
    const resource = store.find(id)?.arn ?? `arn:aws:secretsmanager:${region}:${accountId}:secret:${id}`;
    const context = { 'secretsmanager:VersionStage': stageOf(input) };
    return [{ action: `secretsmanager:${action}`, resource, context }];
  };
  const secretOf = ({ SecretId: id }: Input): Secret => {
    const found = store.find(String(id));
    if (found !== undefined) return found;
    throw notFound("Secrets Manager can't find the specified secret.");
  };
  /** Reports the current value where the action has changed it. */
  const changing = (answer: (secret: Secret, input: Input, store: SecretStore) => unknown) => (input: Input) => {
    const secret = secretOf(input);
    const output = answer(secret, input, store);
    const [before, after] = [secret, store.find(secret.arn)].map(currentValue);
    if (after !== undefined && after !== before) onChange({ arn: secret.arn, value: after });
    return output;
  };
  return createService('secretsmanager', {
    GetSecretValue: {
      requires: requires('GetSecretValue'),
      answer: (input) => getSecretValue(secretOf(input), input),
    },
    PutSecretValue: { requires: requires('PutSecretValue'), answer: changing(putSecretValue) },
    DescribeSecret: { requires: requires('DescribeSecret'), answer: (input) => describeSecret(secretOf(input)) },
    ListSecretVersionIds: {
      requires: requires('ListSecretVersionIds'),
      answer: (input) => listSecretVersionIds(secretOf(input)),
    },
    UpdateSecretVersionStage: {
      requires: requires('UpdateSecretVersionStage'),
      answer: changing(updateSecretVersionStage),
    },
    GetRandomPassword: {
      requires: () => [{ action: 'secretsmanager:GetRandomPassword', resource: '*' }],
      answer: getRandomPassword,
    },
  });
}

function currentValue(secret: Secret | undefined): string | undefined {
  return secret?.versions.find(({ stages }) => stages.includes('AWSCURRENT'))?.value;
}

function getSecretValue(secret: Secret, input: Input): unknown {
  const { VersionId: id } = input;
  const stage = stageOf(input);
  const version =
    id === undefined
      ? secret.versions.find(({ stages }) => stages.includes(stage ?? 'AWSCURRENT'))
      : secret.versions.find((candidate) => candidate.id === id);
  if (version === undefined || (stage !== undefined && !version.stages.includes(stage))) {
    throw notFound(`Secrets Manager can't find the specified secret value for staging label: ${stage ?? 'AWSCURRENT'}`);
  }
  return { ...summary(secret, version), SecretString: version.value };
}

function putSecretValue(secret: Secret, input: Input, store: SecretStore): unknown {
  const { SecretString: value, ClientRequestToken: token, VersionStages: stages } = input;
  if (typeof value !== 'string')
    throw new AwsError('InvalidRequestException', 'The local cloud keeps secrets as SecretString.');
  // API reference, PutSecretValue.
  if (Buffer.byteLength(value) < 1 || Buffer.byteLength(value) > 65_536)
    throw new AwsError('ValidationException', 'SecretString must have 1 to 65536 bytes.');
  if (token !== undefined && !/^.{32,64}$/s.test(String(token)))
    throw new AwsError('ValidationException', 'ClientRequestToken must have 32 to 64 characters.');
  const versionId = typeof token === 'string' ? token : undefined;
  const existing = secret.versions.find(({ id }) => id === versionId);
  if (existing !== undefined) return repeated(secret, existing, value);
  const version = store.put(secret.arn, value, Array.isArray(stages) ? stages : ['AWSCURRENT'], versionId);
  return summary(secret, version);
}

/** The same token with the same value is the same request; with another value it is an error. */
function repeated(secret: Secret, version: StoredVersion, value: string): unknown {
  if (version.value === value) return summary(secret, version);
  throw new AwsError('ResourceExistsException', `A resource with the ID you requested already exists: ${version.id}`);
}

function describeSecret(secret: Secret): unknown {
  const stages = Object.fromEntries(secret.versions.map((version) => [version.id, version.stages]));
  const times = secret.versions.map(({ createdAt }) => createdAt);
  return {
    ARN: secret.arn,
    Name: secret.name,
    RotationEnabled: false,
    CreatedDate: times.length === 0 ? undefined : Math.min(...times),
    LastChangedDate: times.length === 0 ? undefined : Math.max(...times),
    VersionIdsToStages: stages,
  };
}

function summary(secret: Secret, version: StoredVersion): Record<string, unknown> {
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    VersionStages: version.stages,
    CreatedDate: version.createdAt,
  };
}

function stageOf({ VersionStage: stage }: Input): string | undefined {
  return typeof stage === 'string' ? stage : undefined;
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}
