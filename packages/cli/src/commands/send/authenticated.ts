import { parseRbmSecret } from '../../../../../lambda/ingest/parse-secrets';
import type { OpsContext } from '../../frame/context';
import { OpsError } from '../../frame/ops-error';
import { readMoCredentials } from '../../reads/mo-secret';
import type { DeployedStack } from '../../reads/stack';
import { callbackProof } from '../../start/callback-proof';
import type { SampleRequest } from './sample-request';

/** A sample with the credentials that its route requires: the MO password, or the RBM signature (wire contract §1, §5). */
export async function authenticated(
  context: OpsContext,
  stack: DeployedStack,
  sample: SampleRequest,
): Promise<SampleRequest> {
  const arn = stack.optional('RbmSecretArn');
  const proof = await callbackProof(sample.path, sample.body, {
    credentials: () => readMoCredentials(context, stack),
    rbmSecret: async () => (arn === undefined ? undefined : readRbmSecret(context, arn)),
  });
  return { ...sample, headers: { ...sample.headers, ...proof } };
}

async function readRbmSecret({ clients }: OpsContext, arn: string): Promise<string> {
  const { client, sdk } = await clients.secretsManager();
  const { SecretString = '' } = await client.send(new sdk.GetSecretValueCommand({ SecretId: arn }));
  const { secret } = parseRbmSecret(SecretString);
  if (secret === undefined)
    throw new OpsError('secret-has-no-value', 'The RBM secret has no value yet: set it to the one from Vibes.');
  return secret;
}
