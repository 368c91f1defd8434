import { readMessage } from '../../../../lambda/consumer/message';
import type { Callback, Identity, ReadPolicy } from '../../../../lambda/reader/callback';
import { eventId } from '../../../../lambda/reader/identity/identity';
import { readCallback } from '../../../../lambda/reader/read-callback';
import { decodeEnvelope, type Envelope } from '../../../../lambda/shared/envelope';
import type { OpsContext } from '../frame/context';
import { readIdentityKey } from './identity-key';
import { readObject } from './objects';
import type { DeployedStack } from './stack';

/** A callback as the consumer would read it. */
export interface ReadCallback {
  readonly envelope: Envelope;
  readonly callback: Callback;
  readonly eventId: string;
}

/** The ids by which a user may refer to a callback: its request's, its event's, or Vibes' own. */
export function idsOf({ envelope, eventId: id, callback }: ReadCallback): readonly string[] {
  return [envelope.requestId, id, callback.identity.id];
}

/** The callbacks in a message; none if it is not an envelope. */
export async function readBody(
  context: OpsContext,
  stack: DeployedStack,
  body: string,
): Promise<readonly ReadCallback[] | undefined> {
  try {
    const message = readMessage(body);
    switch (message.kind) {
      case 'envelope':
        return [await readEnvelope(context, stack, message.envelope)];
      case 'overflow': {
        const read = await Promise.all(message.objects.map(({ key }) => readOverflow(context, stack, key)));
        return read.every((one) => one !== undefined) ? read : undefined;
      }
      case 'test-event':
        return [];
      default:
        return message satisfies never;
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'EnvelopeError') return undefined;
    throw error;
  }
}

/** The envelope in a message, unread; undefined if it is in the bucket, or not an envelope. */
export function peekBody(body: string): Envelope | undefined {
  try {
    const message = readMessage(body);
    return message.kind === 'envelope' ? message.envelope : undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'EnvelopeError') return undefined;
    throw error;
  }
}

/** An envelope from the bucket, read; undefined if there is none under this key. */
export async function readOverflow(
  context: OpsContext,
  stack: DeployedStack,
  key: string,
): Promise<ReadCallback | undefined> {
  const envelope = await fetchOverflow(context, stack, key);
  return envelope && readEnvelope(context, stack, envelope);
}

/** An envelope from the bucket; undefined if there is none under this key. */
export async function fetchOverflow(
  context: OpsContext,
  stack: DeployedStack,
  key: string,
): Promise<Envelope | undefined> {
  const bytes = await readObject(context, stack.output('BucketName'), key);
  if (bytes === undefined) return undefined;
  try {
    return decodeEnvelope(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof Error && error.name === 'EnvelopeError') return undefined;
    throw error;
  }
}

/** As the deployed consumer reads it: its settings show in the outputs. */
export async function readEnvelope(
  context: OpsContext,
  stack: DeployedStack,
  envelope: Envelope,
): Promise<ReadCallback> {
  const callback = await readCallback(envelope, await policyOf(context, stack));
  return { envelope, callback, eventId: eventId(callback.identity) };
}

/** Whether its identity depends on the stack's key. Any key shows that. */
export async function hasKeyedIdentity(stack: DeployedStack, envelope: Envelope): Promise<boolean> {
  return (await readCallback(envelope, policyWith(stack, 'any'))).formerIdentities !== undefined;
}

/** The consumer's. */
export async function policyOf(context: OpsContext, stack: DeployedStack): Promise<ReadPolicy> {
  return policyWith(stack, await readIdentityKey(context, stack));
}

function policyWith(stack: DeployedStack, identityKey: string | null): ReadPolicy {
  return {
    bucket: stack.output('BucketName'),
    requireRbmSignature: stack.optional('RbmSecretArn') !== undefined,
    requireCertificate: stack.optional('CustomDomainTarget') !== undefined,
    identityKey,
  };
}

/** The id that Vibes gave a callback; undefined if it is identified by a digest of its content. */
export function vibesIdOf({ family, id }: Identity): string | undefined {
  if (family === 'unrecognized') return undefined;
  return /^(?:(?:keyed|sha256):)?[0-9a-f]{64}$/.test(id) ? undefined : id;
}
