import { AwsError } from '../protocols/aws-error';
import type { Input } from '../protocols/create-service';
import type { Secret, SecretStore } from './secret-store';

/** A version without a stage is deleted at once here; the service keeps it for a day, as deprecated. */
export function listSecretVersionIds(secret: Secret): unknown {
  const versions = secret.versions.map(({ id, stages, createdAt }) => ({
    VersionId: id,
    VersionStages: stages,
    CreatedDate: createdAt,
  }));
  return { ARN: secret.arn, Name: secret.name, Versions: versions };
}

/** Moves a stage from the version that has it, which the caller must name, or takes it away. */
export function updateSecretVersionStage(secret: Secret, input: Input, store: SecretStore): unknown {
  const { VersionStage: stage, MoveToVersionId: target, RemoveFromVersionId: source } = input;
  if (typeof stage !== 'string') throw invalid('VersionStage is needed.');
  const holder = secret.versions.find(({ stages }) => stages.includes(stage));
  checkHolder(stage, holder?.id, source, target);
  if (target === undefined) store.removeStage(secret.arn, stage);
  else if (secret.versions.some(({ id }) => id === target)) store.moveStage(secret.arn, stage, String(target));
  else throw new AwsError('ResourceNotFoundException', 'There is no version of this id.');
  return { ARN: secret.arn, Name: secret.name };
}

function checkHolder(stage: string, holder: string | undefined, source: unknown, target: unknown): void {
  if (target === undefined && source === undefined) {
    throw invalid('Name the version to move the stage to, or to remove it from.');
  }
  if (target === undefined && stage === 'AWSCURRENT') {
    throw invalid('AWSCURRENT can be moved to another version, not removed.');
  }
  const isNamed = holder === undefined || holder === source || holder === target;
  if (isNamed && (source === undefined || source === holder)) return;
  throw invalid(
    holder === undefined
      ? `The staging label ${stage} is attached to no version.`
      : `The staging label ${stage} is attached to version ${holder}: name that version in RemoveFromVersionId.`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
