import { writeFileSync } from 'node:fs';
import type { Denial, Deployment, LocalAws, LocalState, PublishedEvent } from '../contract';
import { LocalCloudError } from '../local-cloud-error';
import { type DataFolder, openDataFolder } from './data-folder';
import { createDynamoDbService } from './dynamodb/dynamodb-service';
import { provisionTables } from './dynamodb/tables';
import { startTablesEmulator, type TablesEmulator } from './dynamodb/tables-emulator';
import { type EventLog, openEventLog } from './events/event-log';
import { createEventsService } from './events/events-service';
import { createCallCounts } from './front/call-counts';
import { createCallers, owner } from './front/callers';
import { createFaults } from './front/faults';
import { startFront } from './front/front';
import { createAuthorizer } from './iam/authorizer';
import { bucketLevels, provisionBuckets } from './s3/buckets';
import { createNotifications } from './s3/notifications';
import { openPendingNotifications } from './s3/pending-notifications';
import { createS3Service } from './s3/s3-service';
import { provisionSecrets } from './secrets/provision-secrets';
import { openSecretStore } from './secrets/secret-store';
import { createSecretsService } from './secrets/secrets-service';
import { type QueuesAndObjects, startFauxqsEmulator } from './sqs/fauxqs-emulator';
import { provisionQueues, queueLevels } from './sqs/queues';
import { createSqsService } from './sqs/sqs-service';

export interface LocalAwsOptions {
  readonly dataDir: string;
  /** Current values of secrets, by logical id, name or ARN. @default those generated or set before */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What decides which calls a fault with a rate hits. @default Math.random */
  readonly random?: () => number;
}

/**
 * Starts everything behind the AWS SDK, at the deployment's endpoint.
 * @throws LocalCloudError for a data folder, a port or a policy that it cannot use
 */
export async function startLocalAws(deployment: Deployment, options: LocalAwsOptions): Promise<LocalAws> {
  const random = options.random ?? Math.random;
  const authorizer = createAuthorizer(deployment);
  const folder = openDataFolder(options.dataDir);
  const tables = await openTables(folder);
  const queues = await startFauxqsEmulator(folder.queuesAndObjects, deployment.region);
  const log = openEventLog(folder.events);
  const pending = openPendingNotifications(folder.notifications);
  const secrets = openSecretStore(folder.secrets);
  const notifications = createNotifications(deployment, queues, authorizer, pending);
  await provisionTables(deployment, tables);
  await provisionQueues(deployment, queues);
  for (const bucket of provisionBuckets(deployment, queues)) await notifications.sendTestEvents(bucket);
  await notifications.sendPending();
  provisionSecrets(deployment, secrets, options.secrets ?? {});

  const events = createListeners<PublishedEvent>();
  const crashes = createListeners<string>();
  const denials = createListeners<Denial>();
  const callers = createCallers(deployment);
  const faults = createFaults({ nowMs: () => performance.now(), random });
  const functionCalls = createCallCounts();
  const mappingCalls = createCallCounts();
  const services = {
    sqs: createSqsService(deployment, queues),
    dynamodb: createDynamoDbService(deployment, tables),
    s3: createS3Service(queues, notifications),
    events: createEventsService(deployment, log, events.tell),
    secretsmanager: createSecretsService(deployment, secrets),
  };
  const front = await startFront(deployment.endpoint, {
    services,
    callers,
    authorizer,
    faults,
    functionCalls,
    mappingCalls,
    random,
    onCrash: crashes.tell,
    onDenied: denials.tell,
  });
  writeAccess(folder, deployment);
  return {
    endpoint: deployment.endpoint,
    credentialsOf: callers.credentialsOf,
    owner,
    onEvent: events.add,
    onCrash: crashes.add,
    onDenied: denials.add,
    addFault: faults.add,
    clearFaults: faults.clear,
    state: async () => ({
      ...readLevels(deployment, { queues, tables, log }),
      faults: { struck: faults.struck },
      calls: functionCalls.read(),
      mappingCalls: mappingCalls.read(),
    }),
    reset: async () => {
      faults.clear();
      faults.forgetStruck();
      pending.clear();
      queues.clear();
      await tables.clearItems();
      log.clear();
      functionCalls.clear();
      mappingCalls.clear();
    },
    stop: async () => {
      await front.stop();
      await queues.stop();
      await tables.stop();
      log.close();
    },
  };
}

async function openTables({ tables }: DataFolder): Promise<TablesEmulator> {
  try {
    return await startTablesEmulator(tables);
  } catch (error) {
    throw new LocalCloudError(
      `The tables in ${tables} cannot be opened: another local cloud runs on this data folder, or it is damaged. Stop the other one, or choose another folder with --data.`,
      { cause: error },
    );
  }
}

/** What the data hold now; every part of it is counted as it changes, so this may be asked for often. */
function readLevels(
  deployment: Deployment,
  { queues, tables, log }: { queues: QueuesAndObjects; tables: TablesEmulator; log: EventLog },
): Omit<LocalState, 'faults' | 'calls' | 'mappingCalls'> {
  const { source, dead } = queueLevels(deployment, queues);
  return {
    queue: source,
    deadLetterQueue: dead,
    ledger: { items: tables.itemCount() },
    bucket: bucketLevels(deployment, queues),
    events: { published: log.count },
  };
}

/** The owner's door, for tools that run beside the local cloud. */
function writeAccess({ access }: DataFolder, { endpoint, region }: Deployment): void {
  writeFileSync(access, `${JSON.stringify({ endpoint, region, ...owner }, null, 2)}\n`);
}

function createListeners<T>(): { add(listener: (value: T) => void): void; tell(value: T): void } {
  const listeners: ((value: T) => void)[] = [];
  return {
    add: (listener) => {
      listeners.push(listener);
    },
    tell: (value) => {
      for (const listener of listeners) listener(value);
    },
  };
}
