import type { Deployment, LocalResource } from '../../template/deployment';
import { generateSecretString } from './generate-secret-string';
import type { SecretStore } from './secret-store';

/**
 * The template's secrets: generated once and kept.
 * @param values by logical id, name or ARN: set as the current version where it is another one; a secret that the template
 *   only refers to exists through its value here
 */
export function provisionSecrets(
  deployment: Deployment,
  store: SecretStore,
  values: Readonly<Record<string, string>>,
): void {
  const declared = deployment.ofType('AWS::SecretsManager::Secret');
  for (const secret of declared) {
    if (store.find(secret.ref) === undefined) store.create(secret.ref, nameOf(secret.ref));
    if (store.find(secret.ref)?.versions.length === 0) store.put(secret.ref, initialValue(secret), ['AWSCURRENT']);
  }
  for (const [id, value] of Object.entries(values)) {
    const arn = declared.find(({ logicalId }) => logicalId === id)?.ref ?? store.find(id)?.arn ?? arnOf(id, deployment);
    if (store.find(arn) === undefined) store.create(arn, nameOf(arn));
    const current = store.find(arn)?.versions.find(({ stages }) => stages.includes('AWSCURRENT'));
    if (current?.value !== value) store.put(arn, value, ['AWSCURRENT']);
  }
}

function initialValue({ properties }: LocalResource): string {
  if (typeof properties.SecretString === 'string') return properties.SecretString;
  const { GenerateSecretString: generate } = properties;
  return generateSecretString(typeof generate === 'object' && generate !== null ? { ...generate } : {});
}

function arnOf(id: string, { region, accountId }: Deployment): string {
  return id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${region}:${accountId}:secret:${id}-local0`;
}

/** The name is the ARN's last part without its hyphen and six characters. */
function nameOf(arn: string): string {
  return (arn.split(':').at(-1) ?? arn).replace(/-[A-Za-z0-9]{6}$/, '');
}
