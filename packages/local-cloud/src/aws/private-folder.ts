import { chmodSync, readdirSync, statSync } from 'node:fs';
import { LocalCloudError } from '../base/local-cloud-error';
import { makeFolder } from '../base/make-folder';

/**
 * Makes the folder, or checks that an existing one is this user's alone: texts, numbers and passwords will be in it.
 * An empty folder that is open to others is closed. One with data is refused, because others may have changed them.
 * @returns the topmost folder that it made; undefined where it was there
 * @throws LocalCloudError for a folder of another owner, one that is open to others, and a symbolic link in it
 */
export function openPrivateFolder(path: string): string | undefined {
  const made = makeFolder(path, 0o700);
  const { uid, mode } = statSync(path);
  const names = readdirSync(path, { withFileTypes: true });
  // Windows has neither.
  const user = process.getuid?.();
  if (user !== undefined && uid !== user) {
    throw new LocalCloudError(
      'data-folder-unusable',
      `The data folder ${path} belongs to another user: choose one of your own with --data.`,
    );
  }
  if (user !== undefined && (mode & 0o077) !== 0) {
    if (names.length > 0) {
      throw new LocalCloudError(
        'data-folder-unusable',
        `The data folder ${path} is open to other users: close it with chmod 700, or choose another with --data.`,
      );
    }
    chmodSync(path, 0o700);
  }
  const link = names.find((entry) => entry.isSymbolicLink());
  if (link !== undefined) {
    throw new LocalCloudError(
      'data-folder-unusable',
      `In the data folder ${path}, ${JSON.stringify(link.name)} is a symbolic link: remove it, or choose another with --data.`,
    );
  }
  return made;
}
