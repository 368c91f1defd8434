import { messageSubmittedType } from '../../../../lambda/outcomes/message-submitted';
import { families } from '../../../../lambda/reader/families';
import { identityText } from '../../../../lambda/reader/identity/identity';
import { isRecord, parseJson } from '../../../../lambda/shared/json';
import { prefixes } from '../../../../lib/bucket-prefixes';
import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { isoTime } from '../frame/times';
import type { OpenedLetter } from './dead-letters';
import { inGroups } from './in-groups';
import { listObjects, putObject, readObject } from './objects';
import { sources } from './sources';
import type { DeployedStack } from './stack';
import type { UndeliveredEvent } from './undelivered';

/**
 * Where `dead drop` and `undelivered drop` record what they delete: ids and times, for `find`. The bucket deletes a
 * record after 30 days.
 */
const prefix = prefixes.dropped;
const undeliveredPrefix = `${prefix}undelivered/`;

/** A callback of a dead letter, or an undelivered event, that was deleted for good. */
export interface DroppedCallback {
  readonly messageId: string;
  /** The one that the event was undelivered to; null for a dead letter. */
  readonly subscription: string | null;
  readonly droppedAt: string;
  readonly receivedAt: string;
  readonly family: string | null;
  readonly identity: string | null;
  readonly vibesId: string | null;
  readonly eventId: string | null;
  readonly requestId: string | null;
}

/** Written before the letter is deleted, so that every deleted letter has a record. */
export async function recordDropped(
  context: OpsContext,
  stack: DeployedStack,
  { letter, callbacks }: OpenedLetter,
): Promise<void> {
  const { messageId, receivedAt } = letter;
  const droppedAt = isoTime(context.io.now());
  const records = callbacks.map(({ envelope, callback: { identity }, eventId }) => ({
    ...{ messageId, droppedAt, receivedAt: envelope.receivedAt, family: identity.family, eventId },
    ...{ identity: identityText(identity), vibesId: identity.id, requestId: envelope.requestId },
  }));
  const body = JSON.stringify(records.length > 0 ? records : [{ messageId, droppedAt, receivedAt, ...unknownIds }]);
  await putObject(context, stack.output('BucketName'), `${prefix}${messageId}.json`, body);
}

const unknownIds = { family: null, identity: null, vibesId: null, eventId: null, requestId: null };

/** Written before the event is deleted. Its callback was published, and may have reached other subscriptions. */
export async function recordDroppedEvent(
  context: OpsContext,
  stack: DeployedStack,
  { messageId, subscription, receivedAt, detailType, identity, eventId, requestId }: UndeliveredEvent,
): Promise<void> {
  const [family = null] = Object.entries(families).find(([, row]) => row.detailType === detailType) ?? [];
  // Ids that another sender chose may be anything, a phone number too.
  const ids = detailType === messageSubmittedType ? {} : { family, identity, eventId, requestId };
  const droppedAt = isoTime(context.io.now());
  const record = { messageId, subscription, droppedAt, receivedAt, ...unknownIds, ...ids };
  await putObject(
    context,
    stack.output('BucketName'),
    `${undeliveredPrefix}${messageId}.json`,
    JSON.stringify([record]),
  );
}

/** Whether the key is of a record of `undelivered drop`. */
export function isOfUndelivered(key: string): boolean {
  return key.startsWith(undeliveredPrefix);
}

/** By the message's own id, or by any other id of a callback in it; the newest first. */
export async function findDropped(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  deadline: Deadline,
): Promise<DroppedCallback[]> {
  const bucket = stack.output('BucketName');
  const objects = await listObjects(context, bucket, prefix, deadline);
  const newest = [...objects].sort((a, b) => b.storedAtMs - a.storedAtMs);
  const records = await inGroups(newest, 8, async ({ key }, index) =>
    deadline.cuts(sources.dropped, index) ? [] : toRecords(await readObject(context, bucket, key)),
  );
  return records.flat().filter((record) => isMeant(record, id));
}

function isMeant({ messageId, family, identity, vibesId, eventId, requestId }: DroppedCallback, id: string): boolean {
  return (
    [messageId, identity, vibesId, eventId, requestId].includes(id) || identity?.startsWith(`${family}#${id}#`) === true
  );
}

function toRecords(bytes: Uint8Array | undefined): readonly DroppedCallback[] {
  const value = bytes === undefined ? undefined : parseJson(Buffer.from(bytes).toString('utf8'));
  return Array.isArray(value) ? value.filter(isRecord).map(toRecord) : [];
}

function toRecord(value: Readonly<Record<string, unknown>>): DroppedCallback {
  const text = (name: string) => (typeof value[name] === 'string' ? value[name] : null);
  return {
    messageId: text('messageId') ?? '',
    subscription: text('subscription'),
    droppedAt: text('droppedAt') ?? '',
    receivedAt: text('receivedAt') ?? '',
    family: text('family'),
    identity: text('identity'),
    vibesId: text('vibesId'),
    eventId: text('eventId'),
    requestId: text('requestId'),
  };
}
