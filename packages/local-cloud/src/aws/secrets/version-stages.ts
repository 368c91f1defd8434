import type { AwsCall, Reply } from '../protocols/call';
import { errorReply, jsonReply } from '../protocols/error-reply';
import type { Secret, SecretStore } from './secret-store';

/** A version without a stage is deleted at once here; the service keeps it for a day, as deprecated. */
export function listSecretVersionIds(secret: Secret): Reply {
  const versions = secret.versions.map(({ id, stages, createdAt }) => ({
    VersionId: id,
    VersionStages: stages,
    CreatedDate: createdAt,
  }));
  return jsonReply('secretsmanager', { ARN: secret.arn, Name: secret.name, Versions: versions });
}

/** Moves a stage from the version that has it, which the caller must name, or takes it away. */
export function updateSecretVersionStage(secret: Secret, { input }: AwsCall, store: SecretStore): Reply {
  const { VersionStage: stage, MoveToVersionId: target, RemoveFromVersionId: source } = input;
  if (typeof stage !== 'string') return refusal('InvalidParameterException', 'VersionStage is needed.');
  const holder = secret.versions.find(({ stages }) => stages.includes(stage));
  const wrong = checkHolder(stage, holder?.id, source, target);
  if (wrong !== undefined) return wrong;
  if (target === undefined) store.removeStage(secret.arn, stage);
  else if (secret.versions.some(({ id }) => id === target)) store.moveStage(secret.arn, stage, String(target));
  else return refusal('ResourceNotFoundException', 'There is no version of this id.');
  return jsonReply('secretsmanager', { ARN: secret.arn, Name: secret.name });
}

function checkHolder(stage: string, holder: string | undefined, source: unknown, target: unknown): Reply | undefined {
  if (target === undefined && source === undefined) {
    return refusal('InvalidParameterException', 'Name the version to move the stage to, or to remove it from.');
  }
  if (target === undefined && stage === 'AWSCURRENT') {
    return refusal('InvalidParameterException', 'AWSCURRENT can be moved to another version, not removed.');
  }
  const isNamed = holder === undefined || holder === source || holder === target;
  if (isNamed && (source === undefined || source === holder)) return undefined;
  const message =
    holder === undefined
      ? `The staging label ${stage} is attached to no version.`
      : `The staging label ${stage} is attached to version ${holder}: name that version in RemoveFromVersionId.`;
  return refusal('InvalidParameterException', message);
}

function refusal(code: string, message: string): Reply {
  return errorReply('secretsmanager', { code, message, status: 400 });
}
