import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import type { PolicyDocument } from '../../src/policy/policy-document';
import { clientOptions } from './ops-cloud';

/** Makes a data folder for a running local cloud with credentials that allow only this policy. */
export async function doorWith(policy: PolicyDocument, dataDir: string, directory: string): Promise<string> {
  const sts = new STSClient(clientOptions(dataDir));
  const command = new GetFederationTokenCommand({ Name: 'operator', Policy: JSON.stringify(policy) });
  const { Credentials } = await sts.send(command);
  const door = JSON.parse(readFileSync(join(dataDir, 'aws.json'), 'utf8'));
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials ?? {};
  writeFileSync(join(directory, 'aws.json'), JSON.stringify({ ...door, accessKeyId, secretAccessKey, sessionToken }));
  copyFileSync(join(dataDir, 'outputs.json'), join(directory, 'outputs.json'));
  return directory;
}
