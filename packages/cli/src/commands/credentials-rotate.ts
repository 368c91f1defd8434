import { randomUUID } from 'node:crypto';
import { Option } from 'commander';
import type { Credentials } from '../../../../lambda/ingest/basic-auth';
import { parseMoSecret } from '../../../../lambda/ingest/parse-secrets';
import { defineCommand } from '../frame/command';
import { noteContent } from '../frame/content';
import type { ChangeOptions, OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { record } from '../frame/table';
import { spanText } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { readMetrics } from '../reads/metrics';
import { readMoVersion } from '../reads/mo-secret';
import type { DeployedStack } from '../reads/stack';
import { type LiveVersions, readVersions } from './credentials/versions';
import { versionNeeds } from './credentials-status';

interface Options extends ChangeOptions {
  readonly userName?: string;
  readonly password?: string;
  readonly force?: boolean;
  readonly showContent?: boolean;
}

/** As the stack generates them. */
const passwordLength = 40;

export const credentialsRotate = defineCommand<Options>({
  name: 'credentials rotate',
  about: 'Adds a new password. The old one stays valid until you retire it.',
  options: [
    new Option('--user-name <name>', 'new user name (default: unchanged)'),
    new Option('--password <text>', "the new password (default: a random one); it stays in your shell's history"),
    new Option('--force', 'rotate even if Vibes still uses the password that this drops'),
  ],
  example: 'credentials rotate',
  kind: 'changes',
  hasContent: true,
  needs: joinNeeds(stackNeeds, versionNeeds, {
    'secretsmanager:GetSecretValue': ['secrets'],
    'secretsmanager:GetRandomPassword': ['anything'],
    'secretsmanager:PutSecretValue': ['secrets'],
  }),
  run: async (context, options) => {
    const stack = await context.stack();
    const versions = await readVersions(context, stack);
    const current = (await readMoVersion(context, stack, 'AWSCURRENT'))?.credentials;
    const refusal = options.force ? undefined : whyNot(versions, current !== undefined, context.io.now());
    if (refusal !== undefined) return refused(context, refusal);
    const next = await nextCredentials(context, current, options);
    if (typeof next === 'string') return refused(context, next);
    const dropped =
      versions.previous === undefined ? '' : ' The password before the current one is no longer accepted.';
    const what = `Puts a new password into the MO secret of ${stack.name}; the current one stays valid too.${dropped}`;
    if (!(await context.mayChange(what, options))) {
      return { code: 0, json: { rotated: false }, text: () => 'Nothing was changed.' };
    }
    const versionId = await put(context, stack, next);
    await noteWait(context, stack);
    context.note('Give it to Vibes. "credentials status" shows when Vibes uses it; then run "credentials retire".');
    if (options.showContent) noteContent(context);
    const json = {
      rotated: true,
      versionId,
      username: next.username,
      ...(options.showContent ? { password: next.password } : {}),
    };
    return { code: 0, json, text: () => record(json, context.paint) };
  },
});

const waitForIt =
  'Wrong passwords are coming in on the MO route ("MoUnauthorized"), so functions look for a new one only every 30 seconds. Wait half a minute before Vibes switches, or it gets a 401.';

/** The password has been rotated: a failed lookup must not turn that into a failure. */
async function noteWait(context: OpsContext, stack: DeployedStack): Promise<void> {
  const come = await wrongOnesCome(context, stack).catch(() => undefined);
  if (come === undefined) context.note(waitAnyway);
  else if (come) context.note(waitForIt);
}

const waitAnyway =
  'Cannot tell from CloudWatch whether wrong passwords are coming in on the MO route ("MoUnauthorized"). Wait half a minute before Vibes switches, or it may get a 401.';

/** In the last five minutes, because CloudWatch is a few minutes late. */
async function wrongOnesCome(context: OpsContext, stack: DeployedStack): Promise<boolean> {
  const untilMs = context.io.now();
  const [refused = []] = await readMetrics(
    context,
    [{ namespace: 'VibesCallbacks', name: 'MoUnauthorized', dimensions: { Scope: stack.name }, statistic: 'Sum' }],
    { fromMs: untilMs - 5 * 60_000, untilMs: untilMs + 60_000 },
  );
  return refused.some(({ value }) => value > 0);
}

/** A third password drops the first, so Vibes must not be using that one. */
function whyNot({ current, previous }: LiveVersions, isReadable: boolean, nowMs: number): string | undefined {
  if (previous === undefined || previous.use.lastUsedAtMs === undefined) return undefined;
  const ago = spanText((nowMs - previous.use.lastUsedAtMs) / 1000);
  const isBehind = (current.use.lastUsedAtMs ?? 0) < previous.use.lastUsedAtMs;
  if (!previous.use.isInUse && !isBehind) return undefined;
  const instead = isReadable
    ? 'have Vibes switch to the current one first ("credentials show --show-content")'
    : 'the current one is damaged, so put the previous one back ("doctor" prints the command)';
  if (previous.use.isInUse) {
    return `Vibes still uses the previous password (last used ${ago} ago), and another rotation would drop it: ${instead}, or drop it anyway with --force.`;
  }
  // Not in use according to "status", but it was the last password that arrived.
  return `The previous password was last used ${ago} ago and the current one not since, so Vibes may not have the current one, and another rotation would drop the previous one: ${instead}, or, if Vibes no longer needs the previous one, "credentials retire --force" first (or --force here).`;
}

/** @returns the reason if ingest could not read it */
async function nextCredentials(
  context: OpsContext,
  current: Credentials | undefined,
  { userName, password }: Options,
): Promise<Credentials | string> {
  const username = userName ?? current?.username;
  if (username === undefined) {
    return 'Ingest cannot read the current value, so its user name is not known: set it with --user-name.';
  }
  if (username.includes(':'))
    throw new OpsError('wrong-usage', 'A user name cannot contain a colon: it would end there (RFC 7617).');
  const next = parseMoSecret(JSON.stringify({ username, password: password ?? (await randomPassword(context)) }));
  return (
    next.secret ??
    'Ingest could not read that: user name and password each need at least one character that is not a blank.'
  );
}

async function randomPassword({ clients }: OpsContext): Promise<string> {
  const { client, sdk } = await clients.secretsManager();
  const command = new sdk.GetRandomPasswordCommand({ PasswordLength: passwordLength, ExcludePunctuation: true });
  return (await client.send(command)).RandomPassword ?? '';
}

async function put({ clients }: OpsContext, stack: DeployedStack, credentials: Credentials): Promise<string> {
  const { client, sdk } = await clients.secretsManager();
  const { VersionId = '' } = await client.send(
    new sdk.PutSecretValueCommand({
      SecretId: stack.output('MoSecretArn'),
      ClientRequestToken: randomUUID(),
      SecretString: JSON.stringify(credentials),
    }),
  );
  return VersionId;
}

function refused(context: OpsContext, why: string) {
  context.note(`Nothing was changed. ${why}`);
  return { code: 1 as const, json: { rotated: false, refused: why }, text: () => '' };
}
