import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRecord, parseJson } from '../../../../../lambda/shared/json';
import type { ReadSettings } from '../../../../../lib/read-settings';
import { isPackage } from '../../../../../lib/release';
import type { SettingsFile } from '../../../../../lib/settings-file';
import type { OpsContext } from '../../frame/context';
import { OpsError } from '../../frame/ops-error';
import type { DeployedStack } from '../../reads/stack';
import { type Check, fail, ok, unknown, warn } from './check';

/** Where the settings of a deployment are. */
export interface SettingsOptions {
  /** As in `-c settings=FILE`. @default - as a deployment without it: by the environment, or `settings.json` */
  readonly settings?: string;
}

/** @throws OpsError if there is no such file, or no file has the settings */
export async function checkSettingsOption(
  { io }: Pick<OpsContext, 'io'>,
  { settings: named }: SettingsOptions,
  inPackage = isPackage,
): Promise<void> {
  if (named === undefined) return;
  if (inPackage)
    throw new OpsError('wrong-usage', '--settings is for a clone: in an app of your own, settings are props.');
  const [mistake] = (await settingsFile(io, named)).mistakes;
  if (mistake !== undefined) throw new OpsError('wrong-usage', mistake);
}

/** What another deployment would undo, as far as AWS shows what is deployed. */
export const settingsCheck = ({ settings: named }: SettingsOptions, inPackage = isPackage): Check => ({
  name: 'settings',
  look: async (context, stack) => {
    if (inPackage) return unknown('they are props in your code: npx cdk diff shows what a deployment would change');
    const { kept, mistake, from, fix } = await keptSettings(context, named);
    if (mistake !== undefined) return unknown(mistake);
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
      ? ok(`a deployment ${from} changes none of those that can be read`)
      : warn(`a deployment ${from} would change: ${changed.join(', ')}`, fix('<key>=<value>'));
  },
});

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
export const addressesCheck = ({ settings: named }: SettingsOptions, inPackage = isPackage): Check => ({
  name: 'addresses',
  look: async (context, stack) => {
    const { client, sdk } = await context.clients.apiGateway();
    const { policy } = await client.send(new sdk.GetRestApiCommand({ restApiId: stack.output('RestApiId') }));
    if (policy === undefined) return unknown('the policy cannot be read');
    const { vibesOrigins, vibesRegions } = await import('../../../../../lib/vibes-origins');
    const region = vibesRegions.find((one) => one === stack.optional('VibesRegion'));
    const { kept, mistake, from, fix }: KeptSettings = inPackage
      ? { kept: region === undefined ? {} : { vibesRegion: region }, mistake: undefined, from: '', fix: () => '' }
      : await keptSettings(context, named);
    if (mistake !== undefined) return unknown(mistake);
    const { vibesRegion = 'US', extraAddresses = [] } = kept;
    const wanted = [...vibesOrigins(vibesRegion), ...extraAddresses].map(asBlock);
    const allowed = addressesOf(policy).map(asBlock);
    const missing = wanted.filter((address) => !allowed.includes(address));
    const more = allowed.filter((address) => !wanted.includes(address));
    if (missing.length > 0) return fail(`not allowed: ${missing.join(', ')}`, 'deploy with your settings');
    if (inPackage)
      return ok(`all ${wanted.length} of Vibes are allowed${more.length > 0 ? `, and ${more.length} more` : ''}`);
    return more.length === 0
      ? ok(`all ${allowed.length} of your settings are allowed`)
      : warn(`a deployment ${from} would no longer allow: ${more.join(', ')}`, fix('extraAddresses=<all of them>'));
  },
});

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

interface KeptSettings {
  readonly kept: ReadSettings['props'];
  /** A sentence if the file cannot be read. */
  readonly mistake: string | undefined;
  /** `from this folder`, in a sentence about a deployment. */
  readonly from: string;
  /** How to change a setting. */
  fix(setting: string): string;
}

/** The settings that a deployment from this folder has: files and environment. */
async function keptSettings({ io }: OpsContext, named: string | undefined): Promise<KeptSettings> {
  // Loads a part of the CDK, so only when it is needed.
  const { fileKey, readSettings } = await import('../../../../../lib/read-settings');
  const { context: given } = readObject(join(io.directory, 'cdk.json'));
  const context = isRecord(given) ? given : {};
  const { values, mistakes } = await settingsFile(io, named ?? context[fileKey]);
  return {
    mistake: mistakes[0],
    kept: readSettings(context, io.env, values).props,
    from: named === undefined ? 'from this folder' : `with ${named}`,
    fix: (setting) =>
      named === undefined
        ? `npm run settings -- ${setting}; or if it was deployed with another file: "doctor --settings <file>"`
        : `npm run settings -- --file ${named} ${setting}`,
  };
}

/** As a deployment chooses it (`lib/read-deployment.ts`). */
async function settingsFile({ directory, env }: OpsContext['io'], named: unknown): Promise<SettingsFile> {
  const { environmentName, fileKey } = await import('../../../../../lib/read-settings');
  const { chosenSettings, defaultSettingsFile, readSettingsFile } = await import('../../../../../lib/settings-file');
  const chosen = String(named ?? env[environmentName(fileKey)] ?? '');
  if (chosen === '') return readSettingsFile(join(directory, defaultSettingsFile));
  return chosenSettings(chosen === 'none' ? chosen : resolve(directory, chosen));
}

function readObject(path: string): Readonly<Record<string, unknown>> {
  const value = existsSync(path) ? parseJson(readFileSync(path, 'utf8')) : undefined;
  return isRecord(value) ? value : {};
}
