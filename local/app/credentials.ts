import { randomBytes } from 'node:crypto';
import type { LocalAws } from '../aws/local-aws';
import { ownerCall } from '../aws/operator-call';
import type { SecretChange } from '../aws/secrets/secret-store';
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

/** What `credentials.json` says from now on; undefined for another secret, and for what no caller could send. */
export function changedMoCredentials(deployment: Deployment, { arn, value }: SecretChange): MoCredentials | undefined {
  const secret = secretWith(deployment, 'password');
  if (secret?.ref !== arn) return undefined;
  const { username, password } = parsed(value) ?? {};
  if (!isText(username) || !isText(password)) return undefined;
  return { username: usernameOf(deployment, secret, username), password };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
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

/** What RBM callbacks are signed with; undefined where the template checks no signature. */
export async function readRbmSecret(deployment: Deployment, aws: Aws): Promise<string | undefined> {
  const resource = secretWith(deployment, 'secret');
  if (resource === undefined || deployment.outputs().RbmSecretArn === undefined) return undefined;
  const { secret } = await readSecret(aws, resource);
  return typeof secret === 'string' ? secret : undefined;
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
  const value = parsed(String(SecretString));
  if (value !== undefined) return value;
  throw new LocalCloudError(
    `The secret ${ref} is not JSON: put another value, or delete secrets.json in the data folder.`,
  );
}

/** Undefined for what is no JSON: what a parser says would quote it. */
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function putSecret(aws: Aws, { ref }: LocalResource, value: Record<string, unknown>): Promise<void> {
  const SecretString = JSON.stringify(value);
  await ownerCall(aws, 'secretsmanager', 'PutSecretValue', { SecretId: ref, SecretString });
}
