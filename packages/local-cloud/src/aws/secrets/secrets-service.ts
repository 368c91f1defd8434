import type { Deployment } from '../../template/deployment';
import type { AwsCall, AwsService, Reply } from '../protocols/call';
import { commonError, errorReply, jsonReply } from '../protocols/error-reply';
import { getRandomPassword } from './get-random-password';
import type { Secret, SecretChange, SecretStore, StoredVersion } from './secret-store';
import { listSecretVersionIds, updateSecretVersionStage } from './version-stages';

type Action = (secret: Secret, call: AwsCall, store: SecretStore) => Reply;

const actions: Readonly<Record<string, Action>> = {
  GetSecretValue: getSecretValue,
  PutSecretValue: putSecretValue,
  DescribeSecret: describeSecret,
  ListSecretVersionIds: listSecretVersionIds,
  UpdateSecretVersionStage: updateSecretVersionStage,
};

/** Secrets Manager: reading, rotating by hand, looking at versions. */
export function createSecretsService(
  { region, accountId }: Deployment,
  store: SecretStore,
  onChange: (change: SecretChange) => void = () => undefined,
): AwsService {
  return {
    requirements: (call) => {
      if (call.action === 'GetRandomPassword') return [{ action: 'secretsmanager:GetRandomPassword', resource: '*' }];
      const id = String(call.input.SecretId);
      const resource = store.find(id)?.arn ?? `arn:aws:secretsmanager:${region}:${accountId}:secret:${id}`;
      const context = { 'secretsmanager:VersionStage': stageOf(call) };
      return [{ action: `secretsmanager:${call.action}`, resource, context }];
    },
    handle: async (call) => {
      if (call.action === 'GetRandomPassword') return getRandomPassword(call);
      const action = actions[call.action];
      if (action === undefined) {
        return commonError('secretsmanager', 'unknown-action', `The local cloud does not support ${call.action}.`);
      }
      const secret = store.find(String(call.input.SecretId));
      if (secret === undefined) return notFound("Secrets Manager can't find the specified secret.");
      const reply = action(secret, call, store);
      const [before, after] = [secret, store.find(secret.arn)].map(currentValue);
      if (after !== undefined && after !== before) onChange({ arn: secret.arn, value: after });
      return reply;
    },
  };
}

function currentValue(secret: Secret | undefined): string | undefined {
  return secret?.versions.find(({ stages }) => stages.includes('AWSCURRENT'))?.value;
}

function getSecretValue(secret: Secret, call: AwsCall): Reply {
  const { VersionId: id } = call.input;
  const stage = stageOf(call);
  const version =
    id === undefined
      ? secret.versions.find(({ stages }) => stages.includes(stage ?? 'AWSCURRENT'))
      : secret.versions.find((candidate) => candidate.id === id);
  if (version === undefined || (stage !== undefined && !version.stages.includes(stage))) {
    return notFound(
      `Secrets Manager can't find the specified secret value for staging label: ${stage ?? 'AWSCURRENT'}`,
    );
  }
  return jsonReply('secretsmanager', { ...summary(secret, version), SecretString: version.value });
}

function putSecretValue(secret: Secret, { input }: AwsCall, store: SecretStore): Reply {
  const { SecretString: value, ClientRequestToken: token, VersionStages: stages } = input;
  if (typeof value !== 'string') {
    return errorReply('secretsmanager', {
      code: 'InvalidRequestException',
      message: 'The local cloud keeps secrets as SecretString.',
      status: 400,
    });
  }
  const versionId = typeof token === 'string' ? token : undefined;
  const existing = secret.versions.find(({ id }) => id === versionId);
  if (existing !== undefined) return repeated(secret, existing, value);
  const version = store.put(secret.arn, value, Array.isArray(stages) ? stages : ['AWSCURRENT'], versionId);
  return jsonReply('secretsmanager', summary(secret, version));
}

/** The same token with the same value is the same request; with another value it is an error. */
function repeated(secret: Secret, version: StoredVersion, value: string): Reply {
  if (version.value === value) return jsonReply('secretsmanager', summary(secret, version));
  const message = `A resource with the ID you requested already exists: ${version.id}`;
  return errorReply('secretsmanager', { code: 'ResourceExistsException', message, status: 400 });
}

function describeSecret(secret: Secret): Reply {
  const stages = Object.fromEntries(secret.versions.map((version) => [version.id, version.stages]));
  const times = secret.versions.map(({ createdAt }) => createdAt);
  return jsonReply('secretsmanager', {
    ARN: secret.arn,
    Name: secret.name,
    RotationEnabled: false,
    CreatedDate: times.length === 0 ? undefined : Math.min(...times),
    LastChangedDate: times.length === 0 ? undefined : Math.max(...times),
    VersionIdsToStages: stages,
  });
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

function stageOf({ input }: AwsCall): string | undefined {
  return typeof input.VersionStage === 'string' ? input.VersionStage : undefined;
}

function notFound(message: string): Reply {
  return errorReply('secretsmanager', { code: 'ResourceNotFoundException', message, status: 400 });
}
