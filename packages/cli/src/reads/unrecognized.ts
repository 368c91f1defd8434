import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { isoTime } from '../frame/times';
import { type ListedObject, listObjects, putObject } from './objects';
import type { DeployedStack } from './stack';

/** A callback that was kept, as its objects' names tell. */
export interface KeptCallback {
  readonly eventId: string;
  readonly reason: string;
  /**
   * `unrecognized/<reason>/<day>/<event id>`; `.bin` are its bytes, `.json` is its request. `.done` marks what was sent
   * again and understood then, `.again` what was sent again and stayed the same unrecognized callback.
   */
  readonly name: string;
  readonly keptAtMs: number;
  readonly size: number;
  /** When it was sent through the queue again, whatever came of it. */
  readonly reprocessedAtMs: number | undefined;
  /** It has become another event since; otherwise it is still unrecognized. */
  readonly isDone: boolean;
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
  return objects
    .filter(({ key, storedAtMs }) => key.endsWith('.bin') && storedAtMs >= (filter.sinceMs ?? 0))
    .map(({ key, size, storedAtMs }) => {
      const name = key.slice(0, -'.bin'.length);
      const [, reason = '', , eventId = ''] = name.split('/');
      const reprocessedAtMs = done.get(name) ?? again.get(name);
      return { eventId, reason, name, keptAtMs: storedAtMs, size, reprocessedAtMs, isDone: done.has(name) };
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
