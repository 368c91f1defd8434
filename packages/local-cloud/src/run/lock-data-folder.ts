import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPrivateFolder } from '../aws/private-folder';
import { LocalCloudError } from '../base/local-cloud-error';

/** The one before may just have been killed: waits until it is gone. */
const patienceMs = 3000;

export interface DataFolderLock {
  /** The topmost folder that was not there before. */
  readonly made: string | undefined;
  /** Removes what lets other tools in: nothing that listens here later may get it. */
  closeDoors(): void;
  release(): void;
}

/** What other tools call this run with: the keys of the AWS server, the token of the control API. */
const ownDoors = ['aws.json', 'token'];

/**
 * Takes the data folder for this process, for as long as it lives. The lock is the operating system's own, on a SQLite
 * file: it is gone with the process, however that died, and never stale.
 * @param moreDoors files with which other tools call this run, besides its own
 * @throws LocalCloudError when another local cloud has it, or the folder cannot be used
 */
export async function lockDataFolder(directory: string, moreDoors: readonly string[] = []): Promise<DataFolderLock> {
  const { database, made } = open(directory);
  const deadline = Date.now() + patienceMs;
  while (!tryLock(database, directory)) {
    if (Date.now() > deadline) {
      throw new LocalCloudError(
        'data-folder-in-use',
        `Another local cloud runs on the data folder ${directory}: stop it, or choose another folder with --data.`,
      );
    }
    await sleep(50);
  }
  const closeDoors = () => {
    for (const name of [...ownDoors, ...moreDoors]) rmSync(join(directory, name), { force: true });
  };
  // A run that was killed left its own.
  closeDoors();
  // However this process ends, except by a kill -9.
  process.once('exit', closeDoors);
  return {
    made,
    closeDoors,
    release: () => {
      closeDoors();
      // From now on they belong to the next process.
      process.off('exit', closeDoors);
      database.close();
    },
  };
}

function open(directory: string): { readonly database: DatabaseSync; readonly made: string | undefined } {
  try {
    const made = openPrivateFolder(directory);
    return { database: new DatabaseSync(join(directory, 'lock')), made };
  } catch (cause) {
    if (cause instanceof LocalCloudError) throw cause;
    throw unusable(directory, cause);
  }
}

function tryLock(database: DatabaseSync, directory: string): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('locked')) return false;
    throw unusable(directory, error);
  }
}

function unusable(directory: string, cause: unknown): LocalCloudError {
  return new LocalCloudError(
    'data-folder-unusable',
    `The data folder ${directory} cannot be used: choose another with --data, or make it a folder that can be written.`,
    { cause },
  );
}
