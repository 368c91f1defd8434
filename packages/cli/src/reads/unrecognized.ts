import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { isoTime } from '../frame/times';
import { type ListContext, type ListedObject, listObjects, putObject } from './objects';
import type { DeployedStack } from './stack';

const dismissedMark = '.dismissed';

/** A kept callback, as far as the names of its objects describe it. */
export interface KeptCallback {
  readonly eventId: string;
  readonly reason: string;
  /**
   * `unrecognized/<reason>/<day>/<event id>`; `.bin` are its bytes, `.json` is its request. `.done` marks what was sent
   * again and understood then, `.again` what was sent again and stayed the same unrecognized callback, `.dismissed` what
   * an operator dismissed, unless it is empty: then the dismissal was undone. A mark expires after the bytes that it
   * marks.
   */
  readonly name: string;
  readonly keptAtMs: number;
  readonly size: number;
  /** When it was last sent through the queue again, with or without success. */
  readonly reprocessedAtMs: number | undefined;
  /** It has become another event since; otherwise it is still unrecognized. */
  readonly isDone: boolean;
  /** When an operator dismissed it. */
  readonly dismissedAtMs: number | undefined;
}

/** Someone still has to look at it. */
export function isOpen({ isDone, dismissedAtMs }: KeptCallback): boolean {
  return !isDone && dismissedAtMs === undefined;
}

export interface KeptFilter {
  readonly reason?: string;
  readonly sinceMs?: number;
  /** Until when to list them. @default - all are listed */
  readonly deadline?: Deadline;
}

/** Callbacks that were kept as unrecognized, the newest first. */
export async function listKept(context: OpsContext, stack: DeployedStack, filter: KeptFilter): Promise<KeptCallback[]> {
  const prefix = filter.reason === undefined ? 'unrecognized/' : `unrecognized/${filter.reason}/`;
  const objects = await listObjects(context, stack.output('BucketName'), prefix, filter.deadline);
  const done = marked(objects, '.done');
  const again = marked(objects, '.again');
  const dismissed = dismissedOf(objects);
  return objects
    .filter(({ key, storedAtMs }) => key.endsWith('.bin') && storedAtMs >= (filter.sinceMs ?? 0))
    .map(({ key, size, storedAtMs }) => {
      const name = key.slice(0, -'.bin'.length);
      const [, reason = '', , eventId = ''] = name.split('/');
      const reprocessedAtMs = done.get(name) ?? again.get(name);
      return {
        ...{ eventId, reason, name, keptAtMs: storedAtMs, size, reprocessedAtMs },
        isDone: done.has(name),
        dismissedAtMs: dismissed.get(name),
      };
    })
    .sort((a, b) => b.keptAtMs - a.keptAtMs);
}

/** When each was marked so, by its name. */
function marked(objects: readonly ListedObject[], suffix: string): ReadonlyMap<string, number> {
  return new Map(
    objects
      .filter(({ key }) => key.endsWith(suffix))
      .map(({ key, storedAtMs }) => [key.slice(0, -suffix.length), storedAtMs]),
  );
}

/** Marks it as sent again. */
export async function markReprocessed(
  context: OpsContext,
  stack: DeployedStack,
  { name }: KeptCallback,
  isDone: boolean,
): Promise<void> {
  const mark = JSON.stringify({ reprocessedAt: isoTime(context.io.now()) });
  await putObject(context, stack.output('BucketName'), `${name}${isDone ? '.done' : '.again'}`, mark);
}

/** The names of those that were dismissed. */
export async function dismissedNames(context: ListContext, bucket: string): Promise<ReadonlySet<string>> {
  return new Set(dismissedOf(await listObjects(context, bucket, 'unrecognized/')).keys());
}

function dismissedOf(objects: readonly ListedObject[]): ReadonlyMap<string, number> {
  return marked(
    objects.filter(({ size }) => size > 0),
    dismissedMark,
  );
}

interface MarkContext extends Pick<OpsContext, 'clients'> {
  readonly io: Pick<OpsContext['io'], 'now'>;
}

/** Its bytes stay as long as before. */
export async function markDismissed(
  context: MarkContext,
  bucket: string,
  { name }: Pick<KeptCallback, 'name'>,
): Promise<void> {
  const mark = JSON.stringify({ dismissedAt: isoTime(context.io.now()) });
  await putObject(context, bucket, `${name}${dismissedMark}`, mark);
}

/** Empties the mark, because the operator's policies delete no object. */
export async function undoDismissal(
  context: Pick<OpsContext, 'clients'>,
  bucket: string,
  { name }: Pick<KeptCallback, 'name'>,
): Promise<void> {
  await putObject(context, bucket, `${name}${dismissedMark}`, '');
}
