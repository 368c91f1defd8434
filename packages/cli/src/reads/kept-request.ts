import type { EarlierEvent } from '../../../../lambda/reader/unrecognized/unrecognized-callback-schema';
import { decodeEnvelope, type Envelope } from '../../../../lambda/shared/envelope';
import { isRecord, parseJson } from '../../../../lambda/shared/json';
import type { OpsContext } from '../frame/context';
import { readObject } from './objects';
import type { DeployedStack } from './stack';
import type { KeptCallback } from './unrecognized';

/** The request of a kept callback; undefined if its objects have expired. */
export async function readKept(
  context: OpsContext,
  stack: DeployedStack,
  kept: KeptCallback,
): Promise<Envelope | undefined> {
  const [request, body] = await Promise.all([
    readKeptRequest(context, stack, kept),
    readKeptBody(context, stack, kept),
  ]);
  return request === undefined || body === undefined ? undefined : { ...request.head, body };
}

/** What was sent, byte for byte; undefined if it has expired. */
export async function readKeptBody(
  context: OpsContext,
  stack: DeployedStack,
  { name }: KeptCallback,
): Promise<Buffer | undefined> {
  const bytes = await readObject(context, stack.output('BucketName'), `${name}.bin`);
  return bytes === undefined ? undefined : Buffer.from(bytes);
}

/** What is stored next to a kept body. */
export interface KeptRequest {
  /** Its envelope without the body, which may be large: `size` says how large. */
  readonly head: Envelope;
  /** What a collision collided with; null for other callbacks, and for those kept by a version that did not record it. */
  readonly collidesWith: EarlierEvent | null;
}

/** @returns undefined if there is no object */
export async function readKeptRequest(
  context: OpsContext,
  stack: DeployedStack,
  { name }: KeptCallback,
): Promise<KeptRequest | undefined> {
  const request = await readObject(context, stack.output('BucketName'), `${name}.json`);
  if (request === undefined) return undefined;
  const value = parseJson(Buffer.from(request).toString('utf8'));
  return isRecord(value) ? { head: headOf(value), collidesWith: earlierOf(value) } : undefined;
}

function earlierOf({ collidesWith }: Record<string, unknown>): EarlierEvent | null {
  if (!isRecord(collidesWith) || typeof collidesWith.eventId !== 'string') return null;
  const { eventId, requestId } = collidesWith;
  return { eventId, requestId: typeof requestId === 'string' ? requestId : null };
}

/**
 * Ingest's envelope without the body, which is stored next to it, without the consumer's result, and without `asked`:
 * when it is sent again, the current settings apply, which is the purpose.
 */
function headOf({
  reason: _reason,
  collidesWith: _collidesWith,
  asked: _asked,
  ...head
}: Record<string, unknown>): Envelope {
  return decodeEnvelope(JSON.stringify({ ...head, body: '' }));
}
