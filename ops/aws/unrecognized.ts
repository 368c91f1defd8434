import type { OpsContext } from '../frame/context';
import { listObjects } from './objects';
import type { DeployedStack } from './stack';

/** A callback that was kept, as its objects' names tell. */
export interface KeptCallback {
  readonly eventId: string;
  readonly reason: string;
  /** `unrecognized/<reason>/<day>/<event id>`; `.bin` are its bytes, `.json` is its request, `.done` marks it. */
  readonly name: string;
  readonly keptAtMs: number;
  readonly size: number;
  readonly reprocessedAtMs: number | undefined;
}

export interface KeptFilter {
  readonly reason?: string;
  readonly sinceMs?: number;
}

/** Callbacks that were kept as unrecognized, the newest first. */
export async function listKept(context: OpsContext, stack: DeployedStack, filter: KeptFilter): Promise<KeptCallback[]> {
  const prefix = filter.reason === undefined ? 'unrecognized/' : `unrecognized/${filter.reason}/`;
  const objects = await listObjects(context, stack.output('BucketName'), prefix);
  const done = new Map(
    objects
      .filter(({ key }) => key.endsWith('.done'))
      .map(({ key, storedAtMs }) => [key.slice(0, -'.done'.length), storedAtMs]),
  );
  return objects
    .filter(({ key, storedAtMs }) => key.endsWith('.bin') && storedAtMs >= (filter.sinceMs ?? 0))
    .map(({ key, size, storedAtMs }) => {
      const name = key.slice(0, -'.bin'.length);
      const [, reason = '', , eventId = ''] = name.split('/');
      return { eventId, reason, name, keptAtMs: storedAtMs, size, reprocessedAtMs: done.get(name) };
    })
    .sort((a, b) => b.keptAtMs - a.keptAtMs);
}
