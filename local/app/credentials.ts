import { randomBytes } from 'node:crypto';
import type { LocalAws } from '../aws/local-aws';
import { ownerCall } from '../aws/operator-call';
import { LocalCloudError } from '../local-cloud-error';
import type { Deployment, LocalResource } from '../template/deployment';
import { asRecord } from '../template/properties';

/** What an MO callback must prove itself with: `credentials.json`. */
export interface MoCredentials {
  readonly username: string;
  readonly password: string;
}

type Aws = Pick<LocalAws, 'endpoint' | 'operator'>;

/** Reads the MO credentials, after setting what was asked for. The value before stays good as the previous version. */
export async function setMoCredentials(
  deployment: Deployment,
  aws: Aws,
  wanted: Partial<MoCredentials>,
): Promise<MoCredentials> {
  const secret = secretWith(deployment, 'password');
  if (secret === undefined) throw new LocalCloudError('The template has no secret with a password for MO messages.');
  const current = await readSecret(aws, secret);
  const next = {
    ...current,
    username: wanted.username ?? String(current.username),
    password: wanted.password ?? String(current.password),
  };
  if (next.username !== current.username || next.password !== current.password) await putSecret(aws, secret, next);
  return { username: wanted.username ?? usernameOf(deployment, secret, next.username), password: next.password };
}

/** The template's user name, until the secret has another one than it was made with. */
function usernameOf(deployment: Deployment, { properties }: LocalResource, stored: string): string {
  const { SecretStringTemplate } = asRecord(properties.GenerateSecretString);
  const { username: generated } = asRecord(JSON.parse(String(SecretStringTemplate ?? '{}')));
  return stored === generated ? (deployment.outputs().MoUserName ?? stored) : stored;
}

/** Sets the secret that RBM callbacks are signed with. */
export async function setRbmSecret(deployment: Deployment, aws: Aws, secret: string): Promise<void> {
  const resource = secretWith(deployment, 'secret');
  if (resource === undefined || deployment.outputs().RbmSecretArn === undefined)
    throw new LocalCloudError('The template checks no RBM signature: synthesize it with -c rbmSecret=create.');
  const current = await readSecret(aws, resource);
  if (current.secret !== secret) await putSecret(aws, resource, { ...current, secret });
}

/** As long and as plain as the one that the stack generates. */
export function generatePassword(): string {
  return randomBytes(20).toString('hex');
}

/** A secret is known by the key that the template has generated in it. */
function secretWith(deployment: Deployment, key: string): LocalResource | undefined {
  return deployment
    .ofType('AWS::SecretsManager::Secret')
    .find(({ properties }) => asRecord(properties.GenerateSecretString).GenerateStringKey === key);
}

async function readSecret(aws: Aws, { ref }: LocalResource): Promise<Record<string, unknown>> {
  const { SecretString } = await ownerCall(aws, 'secretsmanager', 'GetSecretValue', { SecretId: ref });
  try {
    return asRecord(JSON.parse(String(SecretString)));
  } catch {
    // What a parser says would quote it.
    throw new LocalCloudError(
      `The secret ${ref} is not JSON: put another value, or delete secrets.json in the data folder.`,
    );
  }
}

async function putSecret(aws: Aws, { ref }: LocalResource, value: Record<string, unknown>): Promise<void> {
  const SecretString = JSON.stringify(value);
  await ownerCall(aws, 'secretsmanager', 'PutSecretValue', { SecretId: ref, SecretString });
}
