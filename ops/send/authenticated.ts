import { createHmac } from 'node:crypto';
import { parseRbmSecret } from '../../lambda/ingest/parse-secrets';
import type { SampleRequest } from '../../tools/samples/sample-request';
import { readMoVersion } from '../aws/mo-secret';
import type { DeployedStack } from '../aws/stack';
import type { OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';

/** A sample with what its route asks for: the MO password, or the RBM signature (wire contract §1, §5). */
export async function authenticated(
  context: OpsContext,
  stack: DeployedStack,
  sample: SampleRequest,
): Promise<SampleRequest> {
  if (sample.path === '/sms/mo') return withHeaders(sample, { authorization: await basic(context, stack) });
  const arn = stack.optional('RbmSecretArn');
  if (sample.path !== '/rbm' || arn === undefined) return sample;
  const secret = await readRbmSecret(context, arn);
  const signature = createHmac('sha512', secret).update(sample.body).digest('base64');
  return withHeaders(sample, { 'x-vibes-signature': signature });
}

async function basic(context: OpsContext, stack: DeployedStack): Promise<string> {
  const version = await readMoVersion(context, stack, 'AWSCURRENT');
  if (version?.credentials === undefined) {
    throw new OpsError('The MO secret is not what ingest can read: "doctor" says how to mend it.');
  }
  const { username, password } = version.credentials;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

async function readRbmSecret({ clients }: OpsContext, arn: string): Promise<string> {
  const { client, sdk } = await clients.secretsManager();
  const { SecretString = '' } = await client.send(new sdk.GetSecretValueCommand({ SecretId: arn }));
  const { secret } = parseRbmSecret(SecretString);
  if (secret === undefined) throw new OpsError('The RBM secret has no value yet: put in what Vibes gave you.');
  return secret;
}

function withHeaders(sample: SampleRequest, more: Readonly<Record<string, string>>): SampleRequest {
  return { ...sample, headers: { ...sample.headers, ...more } };
}
