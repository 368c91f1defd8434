import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { LocalCloudError } from '../../base/local-cloud-error';
import { parseJson } from '../../base/parse-json';
import { replaceFile } from '../../base/replace-file';
import { isRecord } from '../../template/properties';

export interface StoredVersion {
  readonly id: string;
  readonly value: string;
  readonly stages: readonly string[];
  /** Epoch seconds. */
  readonly createdAt: number;
}

export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly versions: readonly StoredVersion[];
}

/** A secret has another current value. */
export interface SecretChange {
  readonly arn: string;
  readonly value: string;
}

export interface SecretStore {
  /** By ARN or name. */
  find(id: string): Secret | undefined;
  create(arn: string, name: string): void;
  /** A new version, which takes over its stages from the versions that had them. */
  put(arn: string, value: string, stages: readonly string[], versionId?: string): StoredVersion;
  moveStage(arn: string, stage: string, versionId: string): void;
  removeStage(arn: string, stage: string): void;
}

/** @throws LocalCloudError for a file that is not one of ours */
export function openSecretStore(path: string): SecretStore {
  const secrets = new Map(existsSync(path) ? readSecrets(path) : []);
  const find = (id: string) => secrets.get(id) ?? [...secrets.values()].find(({ name }) => name === id);
  const save = (secret: Secret) => {
    secrets.set(secret.arn, secret);
    replaceFile(path, JSON.stringify([...secrets], null, 2));
  };
  const required = (arn: string) => {
    const secret = secrets.get(arn);
    if (secret === undefined) throw new Error(`there is no secret ${arn}`);
    return secret;
  };
  return {
    find,
    create: (arn, name) => save({ arn, name, versions: [] }),
    put: (arn, value, stages, versionId = randomUUID()) => {
      const secret = required(arn);
      const version = { id: versionId, value, stages: [...stages], createdAt: Date.now() / 1000 };
      const others = stages.reduce((versions, stage) => withoutStage(versions, stage), secret.versions);
      save({ ...secret, versions: keepStaged([...others, version]) });
      return version;
    },
    moveStage: (arn, stage, versionId) => {
      const secret = required(arn);
      const versions = withoutStage(secret.versions, stage).map((version) =>
        version.id === versionId ? { ...version, stages: [...version.stages, stage] } : version,
      );
      save({ ...secret, versions: keepStaged(versions) });
    },
    removeStage: (arn, stage) => {
      const secret = required(arn);
      save({ ...secret, versions: keepStaged(withoutStage(secret.versions, stage)) });
    },
  };
}

/** A parser's message would quote the file. */
function readSecrets(path: string): readonly (readonly [string, Secret])[] {
  const entries = parseJson(readFileSync(path));
  if (Array.isArray(entries) && entries.every(isEntry)) return entries;
  throw new LocalCloudError(
    'data-folder-damaged',
    `${path} is damaged: put back a copy, or delete it to have new secrets generated at the next start.`,
  );
}

function isEntry(value: unknown): value is readonly [string, Secret] {
  const [arn, secret]: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    typeof arn === 'string' && isRecord(secret) && Array.isArray(secret.versions) && secret.versions.every(isVersion)
  );
}

function isVersion(value: unknown): boolean {
  return (
    isRecord(value) && typeof value.id === 'string' && typeof value.value === 'string' && Array.isArray(value.stages)
  );
}

/** The version that loses AWSCURRENT gets AWSPREVIOUS, which its holder loses (API reference, PutSecretValue). */
function withoutStage(versions: readonly StoredVersion[], stage: string): readonly StoredVersion[] {
  const loser = versions.find(({ stages }) => stages.includes(stage));
  if (loser === undefined) return versions;
  return versions.map((version) => {
    const left = version.stages.filter((name) => name !== stage && (stage !== 'AWSCURRENT' || name !== 'AWSPREVIOUS'));
    return version === loser && stage === 'AWSCURRENT'
      ? { ...version, stages: [...left, 'AWSPREVIOUS'] }
      : { ...version, stages: left };
  });
}

/** A version without a stage is deprecated: the service deletes it. */
function keepStaged(versions: readonly StoredVersion[]): readonly StoredVersion[] {
  return versions.filter(({ stages }) => stages.length > 0);
}
