import { LocalCloudError } from '../base/local-cloud-error';
import type { Deployment } from '../template/deployment';
import type { DataFolder } from './data-folder';
import { provisionTables } from './dynamodb/tables';
import { startTablesEmulator, type TablesEmulator } from './dynamodb/tables-emulator';
import { type EventLog, openEventLog } from './events/event-log';
import { type OwnRules, openOwnRules } from './events/rules/own-rules';
import type { Authorizer } from './iam/authorizer';
import { provisionBuckets } from './s3/buckets';
import { createNotifications, type Notifications } from './s3/notifications';
import { openPendingNotifications, type PendingNotifications } from './s3/pending-notifications';
import { provisionSecrets } from './secrets/provision-secrets';
import { openSecretStore, type SecretStore } from './secrets/secret-store';
import { type QueuesAndObjects, startFauxqsEmulator } from './sqs/fauxqs-emulator';
import { provisionQueues } from './sqs/queues';

/** Everything that keeps data. */
export interface Stores {
  readonly queues: QueuesAndObjects;
  readonly tables: TablesEmulator;
  readonly log: EventLog;
  readonly ownRules: OwnRules;
  readonly pending: PendingNotifications;
  readonly notifications: Notifications;
  readonly secrets: SecretStore;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens what keeps data, and makes in it what the template has.
 * @throws LocalCloudError when something cannot be opened, or is not what the template says
 */
export async function openStores(deployment: Deployment, folder: DataFolder, authorizer: Authorizer): Promise<Stores> {
  const tables = await opened(folder.tables, () => startTablesEmulator(folder.tables));
  const queues = await opened(folder.queuesAndObjects, () =>
    startFauxqsEmulator(folder.queuesAndObjects, deployment.region),
  );
  const log = await opened(folder.events, () => openEventLog(folder.events));
  const ownRules = await opened(folder.rules, () => openOwnRules(folder.rules));
  const secrets = await opened(folder.secrets, () => openSecretStore(folder.secrets));
  const pending = openPendingNotifications(folder.notifications);
  const notifications = createNotifications(deployment, queues, authorizer, pending);
  return {
    queues,
    tables,
    log,
    ownRules,
    pending,
    notifications,
    secrets,
    clear: async () => {
      pending.clear();
      queues.clear();
      await tables.clearItems();
      log.clear();
    },
    close: async () => {
      await queues.stop();
      await tables.stop();
      log.close();
    },
  };
}

/** Creates what the template has and the data folder lacks. Changes nothing that exists. */
export async function provision(
  deployment: Deployment,
  { queues, tables, notifications, secrets }: Stores,
  secretValues: Readonly<Record<string, string>>,
): Promise<void> {
  await provisionTables(deployment, tables);
  await provisionQueues(deployment, queues);
  for (const bucket of provisionBuckets(deployment, queues)) await notifications.sendTestEvents(bucket);
  await notifications.sendPending();
  provisionSecrets(deployment, secrets, secretValues);
}

async function opened<T>(path: string, open: () => T | Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof LocalCloudError) throw error;
    throw new LocalCloudError(
      'data-folder-in-use',
      `${path} cannot be opened: another local cloud runs on this data folder, or it is damaged. Stop the other one, or choose another folder with --data.`,
      { cause: error },
    );
  }
}
