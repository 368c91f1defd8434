import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreatedObject } from './object-created-event';

type Announced = Pick<CreatedObject, 'bucket' | 'key' | 'eventName'>;

/**
 * Notifications that are owed: written before the object is stored, removed once the message is in the queue. A kill
 * in between leaves the file, and the next start sends the message, twice at worst (as S3 may).
 */
export interface PendingNotifications {
  /** @returns a function to call once the notification has been sent */
  add(object: Announced): () => void;
  list(): readonly { readonly object: Announced; done(): void }[];
  clear(): void;
}

export function openPendingNotifications(directory: string): PendingNotifications {
  mkdirSync(directory, { recursive: true });
  const remove = (file: string) => rmSync(join(directory, file), { force: true });
  return {
    add: (object) => {
      const file = `${randomUUID()}.json`;
      writeFileSync(join(directory, file), JSON.stringify(object));
      return () => remove(file);
    },
    list: () =>
      readdirSync(directory).flatMap((file) => {
        const object = readAnnounced(join(directory, file));
        return object === undefined ? [] : [{ object, done: () => remove(file) }];
      }),
    clear: () => readdirSync(directory).forEach(remove),
  };
}

/** A file that was cut off by the kill was written before its object was: nothing is owed. */
function readAnnounced(path: string): Announced | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
