import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, parseJson } from '../../../../../lambda/shared/json';
import { howToSet, isPackage } from '../../../../../lib/release';
import type { OpsContext } from '../../frame/context';
import type { DeployedStack } from '../../reads/stack';
import { type Check, fail, ok, unknown, warn } from './check';

/** What a deployment without `-c` would undo, as far as AWS shows what is deployed. */
export const settingsCheck = (inPackage: boolean): Check => ({
  name: 'settings',
  look: async (context, stack) => {
    if (inPackage) return unknown('they are props in your code: npx cdk diff shows what a deployment would change');
    const kept = await keptSettings(context);
    const deployed = await deployedSettings(context, stack);
    const changed = [
      deployed.alarmEmail !== undefined && kept.alarmEmail !== deployed.alarmEmail ? 'alarmEmail' : undefined,
      deployed.rbmSecret !== (kept.rbmSecret !== undefined) ? 'rbmSecret' : undefined,
      deployed.customDomain !== (kept.mutualTls !== undefined) ? 'domainName' : undefined,
      deployed.moUserName !== undefined && deployed.moUserName !== (kept.moUserName ?? 'vibes')
        ? 'moUserName'
        : undefined,
      deployed.messageOutcomes !== (kept.messageOutcomes ?? false) ? 'messageOutcomes' : undefined,
    ].filter((name) => name !== undefined);
    return changed.length === 0
      ? ok('a deployment from this folder changes none of those that can be read')
      : warn(`a deployment from this folder would change: ${changed.join(', ')}`, howToSet('<key>', '<value>'));
  },
});

export const settings = settingsCheck(isPackage);

async function deployedSettings({ clients }: OpsContext, stack: DeployedStack) {
  const { client, sdk } = await clients.sns();
  const command = new sdk.ListSubscriptionsByTopicCommand({ TopicArn: stack.output('AlarmTopicArn') });
  const { Subscriptions = [] } = await client.send(command);
  return {
    alarmEmail: Subscriptions.find(({ Protocol }) => Protocol === 'email')?.Endpoint,
    rbmSecret: stack.optional('RbmSecretArn') !== undefined,
    customDomain: stack.optional('CustomDomainTarget') !== undefined,
    moUserName: stack.optional('MoUserName'),
    messageOutcomes: stack.optional('OutcomesTableName') !== undefined,
  };
}

/** Compares the addresses that the gateway allows with those in the settings; where these are code, with Vibes' alone. */
export const addressesCheck = (inPackage: boolean): Check => ({
  name: 'addresses',
  look: async (context, stack) => {
    const { client, sdk } = await context.clients.apiGateway();
    const { policy } = await client.send(new sdk.GetRestApiCommand({ restApiId: stack.output('RestApiId') }));
    if (policy === undefined) return unknown('the policy cannot be read');
    const { vibesOrigins, vibesRegions } = await import('../../../../../lib/vibes-origins');
    const { vibesRegion = 'US', extraAddresses = [] } = inPackage
      ? { vibesRegion: vibesRegions.find((region) => region === stack.optional('VibesRegion')) }
      : await keptSettings(context);
    const wanted = [...vibesOrigins(vibesRegion), ...extraAddresses].map(asBlock);
    const allowed = addressesOf(policy).map(asBlock);
    const missing = wanted.filter((address) => !allowed.includes(address));
    const more = allowed.filter((address) => !wanted.includes(address));
    if (missing.length > 0) return fail(`not allowed: ${missing.join(', ')}`, 'deploy with your settings');
    if (inPackage)
      return ok(`all ${wanted.length} of Vibes are allowed${more.length > 0 ? `, and ${more.length} more` : ''}`);
    return more.length === 0
      ? ok(`all ${allowed.length} of your settings are allowed`)
      : warn(
          `a deployment from this folder would no longer allow: ${more.join(', ')}`,
          howToSet('extraAddresses', '<all of them>'),
        );
  },
});

export const addresses = addressesCheck(isPackage);

/** The addresses that are allowed, or excepted where all others are denied. API Gateway returns JSON with escaped quotes. */
function addressesOf(policy: string): readonly string[] {
  const value = parseJson(policy) ?? parseJson(policy.replaceAll('\\"', '"').replaceAll('\\/', '/'));
  const statements = isRecord(value) && Array.isArray(value.Statement) ? value.Statement : [];
  return statements.flatMap((statement: unknown) => {
    if (!isRecord(statement) || !isRecord(statement.Condition)) return [];
    const operator = statement.Effect === 'Deny' ? 'NotIpAddress' : 'IpAddress';
    const condition = statement.Condition[operator];
    const named: unknown = isRecord(condition) ? condition['aws:SourceIp'] : [];
    return (Array.isArray(named) ? named : [named]).filter((one) => typeof one === 'string');
  });
}

function asBlock(address: string): string {
  return address.includes('/') ? address : `${address}/32`;
}

/** The settings that a deployment from this folder has without `-c`: files and environment. */
async function keptSettings({ io }: OpsContext) {
  // Loads a part of the CDK, so only when it is needed.
  const { readSettings } = await import('../../../../../lib/read-settings');
  const { defaultSettingsFile } = await import('../../../../../lib/settings-file');
  const { context } = readObject(join(io.directory, 'cdk.json'));
  const file = readObject(join(io.directory, defaultSettingsFile));
  return readSettings(isRecord(context) ? context : {}, io.env, file).props;
}

function readObject(path: string): Readonly<Record<string, unknown>> {
  const value = existsSync(path) ? parseJson(readFileSync(path, 'utf8')) : undefined;
  return isRecord(value) ? value : {};
}
