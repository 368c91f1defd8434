import { identityText } from '../../../../lambda/reader/identity/identity';
import { isRecord, parseJson } from '../../../../lambda/shared/json';
import { prefixes } from '../../../../lib/bucket-prefixes';
import type { OpsContext } from '../frame/context';
import { isoTime } from '../frame/times';
import type { OpenedLetter } from './dead-letters';
import { inGroups } from './in-groups';
import { listObjects, putObject, readObject } from './objects';
import type { DeployedStack } from './stack';

/** Where `dead drop` records what it deletes: ids and times, for `find`. The bucket deletes a record after 30 days. */
const prefix = prefixes.dropped;

/** Only the newest are read; few letters are ever dropped. */
const maxRecords = 500;

/** A callback of a dead letter that was deleted for good. */
export interface DroppedCallback {
  readonly messageId: string;
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
  const unread = { family: null, identity: null, vibesId: null, eventId: null, requestId: null };
  const records = callbacks.map(({ envelope, callback: { identity }, eventId }) => ({
    ...{ messageId, droppedAt, receivedAt: envelope.receivedAt, family: identity.family, eventId },
    ...{ identity: identityText(identity), vibesId: identity.id, requestId: envelope.requestId },
  }));
  const body = JSON.stringify(records.length > 0 ? records : [{ messageId, droppedAt, receivedAt, ...unread }]);
  await putObject(context, stack.output('BucketName'), `${prefix}${messageId}.json`, body);
}

/** By the letter's own id, or by any other id of a callback in it. */
export async function findDropped(context: OpsContext, stack: DeployedStack, id: string): Promise<DroppedCallback[]> {
  const bucket = stack.output('BucketName');
  const objects = await listObjects(context, bucket, prefix);
  const newest = [...objects].sort((a, b) => b.storedAtMs - a.storedAtMs).slice(0, maxRecords);
  const records = await inGroups(newest, 8, async ({ key }) => toRecords(await readObject(context, bucket, key)));
  return records
    .flat()
    .filter(({ messageId, identity, vibesId, eventId, requestId }) =>
      [messageId, identity, vibesId, eventId, requestId].includes(id),
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
    droppedAt: text('droppedAt') ?? '',
    receivedAt: text('receivedAt') ?? '',
    family: text('family'),
    identity: text('identity'),
    vibesId: text('vibesId'),
    eventId: text('eventId'),
    requestId: text('requestId'),
  };
}
