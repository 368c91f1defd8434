import { checked } from '../../../../lambda/shared/identity-key';
import type { OpsContext } from '../frame/context';
import type { Needs } from '../policy/needs';
import type { DeployedStack } from './stack';

/** What it takes to compute a callback's identity as the consumer does. */
export const identityNeeds = { 'secretsmanager:GetSecretValue': ['identityKey'] } as const satisfies Needs;

const known = new WeakMap<OpsContext, Promise<string | null>>();

/**
 * The key of the hashes in identities, read once. Null for a stack of version 0.1.0, which has none, and if it cannot be
 * read: then a note lists what is missing, because an operator with this problem needs the commands most.
 */
export function readIdentityKey(context: OpsContext, stack: DeployedStack): Promise<string | null> {
  const reading = known.get(context) ?? readOnce(context, stack);
  known.set(context, reading);
  return reading;
}

/** The stack has a key that cannot be read, so hashes made with it cannot be compared. */
export async function lacksIdentityKey(context: OpsContext, stack: DeployedStack): Promise<boolean> {
  return stack.optional('IdentityKeyArn') !== undefined && (await readIdentityKey(context, stack)) === null;
}

async function readOnce(context: OpsContext, stack: DeployedStack): Promise<string | null> {
  if (stack.optional('IdentityKeyArn') === undefined) return null;
  try {
    return await fetchIdentityKey(context, stack);
  } catch (error) {
    context.note(
      `The identity key could not be read, so overflow objects may show as undecided, and these show other ids than their events have: MMS receipts, parts of long MO messages, unrecognized callbacks, and callbacks that differ from Vibes' documentation. ${context.explain(error)}`,
    );
    return null;
  }
}

/** @throws if it cannot be read, or is not a key */
export async function fetchIdentityKey({ clients }: OpsContext, stack: DeployedStack): Promise<string> {
  const { client, sdk } = await clients.secretsManager();
  const command = new sdk.GetSecretValueCommand({ SecretId: stack.output('IdentityKeyArn') });
  return checked((await client.send(command)).SecretString);
}
