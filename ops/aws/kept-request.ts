import type { EarlierEvent } from '../../lambda/reader/unrecognized/unrecognized-callback-schema';
import { decodeEnvelope, type Envelope } from '../../lambda/shared/envelope';
import { isRecord, parseJson } from '../../lambda/shared/json';
import type { OpsContext } from '../frame/context';
import { readObject } from './objects';
import type { DeployedStack } from './stack';
import type { KeptCallback } from './unrecognized';

/** The request of a kept callback; undefined where its objects are gone. */
export async function readKept(
  context: OpsContext,
  stack: DeployedStack,
  { name }: KeptCallback,
): Promise<Envelope | undefined> {
  const bucket = stack.output('BucketName');
  const [request, body] = await Promise.all([
    readObject(context, bucket, `${name}.json`),
    readObject(context, bucket, `${name}.bin`),
  ]);
  if (request === undefined || body === undefined) return undefined;
  return toEnvelope(request, body);
}

/** The same without its body, which may be large: `size` tells. */
export async function readKeptHead(
  context: OpsContext,
  stack: DeployedStack,
  { name }: KeptCallback,
): Promise<Envelope | undefined> {
  const request = await readObject(context, stack.output('BucketName'), `${name}.json`);
  return request === undefined ? undefined : toEnvelope(request, new Uint8Array());
}

/** What a kept collision collided with; null where it was kept by a version that did not say. */
export async function readCollision(
  context: OpsContext,
  stack: DeployedStack,
  { name }: KeptCallback,
): Promise<EarlierEvent | null> {
  const request = await readObject(context, stack.output('BucketName'), `${name}.json`);
  const value = request === undefined ? undefined : parseJson(Buffer.from(request).toString('utf8'));
  const earlier = isRecord(value) ? value.collidesWith : undefined;
  if (!isRecord(earlier) || typeof earlier.eventId !== 'string') return null;
  const { eventId, requestId } = earlier;
  return { eventId, requestId: typeof requestId === 'string' ? requestId : null };
}

/** Ingest's envelope but for the body, which lies beside it, and what the consumer says of it. */
function toEnvelope(request: Uint8Array, body: Uint8Array): Envelope | undefined {
  const value = parseJson(Buffer.from(request).toString('utf8'));
  if (!isRecord(value)) return undefined;
  const { reason: _reason, collidesWith: _collidesWith, ...head } = value;
  return decodeEnvelope(JSON.stringify({ ...head, body: Buffer.from(body).toString('base64') }));
}
