import { writeFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { thisProcess } from '../base/process-identity';
import { ServiceFaults } from '../faults/service-faults';
import type { Deployment } from '../template/deployment';
import { type DataFolder, openDataFolder } from './data-folder';
import { createDynamoDbService } from './dynamodb/dynamodb-service';
import { createEventsService } from './events/control/events-service';
import type { PublishedEvent } from './events/published-event';
import { readOwnRule } from './events/rules/read-rules';
import { type Authorizer, createAuthorizer } from './iam/authorizer';
import type { Denial } from './iam/caller';
import { createGrantUse, type GrantUse } from './iam/grant-use';
import { createListeners, type Listeners } from './listeners';
import type { LocalAws, LocalState } from './local-aws';
import { openStores, provision, type Stores } from './open-stores';
import type { AwsService } from './protocols/call';
import type { ServiceName } from './protocols/services';
import { bucketLevels } from './s3/buckets';
import { createS3Service } from './s3/s3-service';
import type { SecretChange } from './secrets/secret-store';
import { createSecretsService } from './secrets/secrets-service';
import { type CallCounts, createCallCounts } from './server/call-counts';
import { type Callers, createCallers } from './server/callers';
import { type AwsServer, startAwsServer } from './server/server';
import { createSignatures } from './server/signatures';
import { createWarmUpCalls, type WarmUpCalls } from './server/warm-up-calls';
import { hiddenMessages } from './sqs/hidden-messages';
import { queueGauges } from './sqs/queue-gauges';
import { createQueuePolicies, type QueuePolicies } from './sqs/queue-policies';
import { deadLetters, queuedMessages, queueLevels, queueName } from './sqs/queues';
import { createSqsService } from './sqs/sqs-service';
import { createStsService } from './sts/sts-service';

export interface LocalAwsOptions {
  readonly dataDir: string;
  /** Current values of secrets, by logical id, name or ARN. @default those generated or set before */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Length of a CloudWatch minute, for the services that report its times. @default 60000 */
  readonly minuteMs?: number;
  /** Listens at the deployment's endpoint already. @default - this opens it */
  readonly listener?: Server;
  /** What decides which calls a fault with a rate hits. @default Math.random */
  readonly random?: () => number;
}

/**
 * Starts everything behind the AWS SDK, at the deployment's endpoint.
 * @throws LocalCloudError for a data folder, a port or a policy that it cannot use
 */
export async function startLocalAws(deployment: Deployment, options: LocalAwsOptions): Promise<LocalAws> {
  const random = options.random ?? Math.random;
  let queuePolicy: QueuePolicies = () => undefined;
  const authorizer = createAuthorizer(deployment, (arn) => queuePolicy(arn));
  const folder = openDataFolder(options.dataDir);
  const stores = await openStores(deployment, folder, authorizer);
  queuePolicy = createQueuePolicies(stores.queues);
  await provision(deployment, stores, options.secrets ?? {});
  const parts: Parts = {
    deployment,
    authorizer,
    grantUse: createGrantUse(deployment),
    stores,
    callers: createCallers(deployment),
    faults: new ServiceFaults(() => performance.now(), random),
    warmUp: createWarmUpCalls(stores.queues, deployment.region),
    functionCalls: createCallCounts(),
    mappingCalls: createCallCounts(),
    events: createListeners<PublishedEvent>(),
    crashes: createListeners<string>(),
    denials: createListeners<Denial>(),
    secretChanges: createListeners<SecretChange>(),
  };
  const services = createServices(parts);
  let skewOf = (_sessionToken: string) => 0;
  const server = await startAwsServer(options.listener ?? deployment.endpoint, {
    ...parts,
    signatures: createSignatures(parts.callers, deployment.region, { skewOf: (token) => skewOf(token) }),
    serviceOf: (name) => services[name],
    random,
    onCrash: parts.crashes.tell,
    onDenied: parts.denials.tell,
  });
  writeAccess(folder, deployment, parts.callers, options.minuteMs ?? 60_000);
  return {
    ...toLocalAws(parts, server),
    addServices: (more) => Object.assign(services, more),
    actionsOf: (name) => Object.entries(services).find(([one]) => one === name)?.[1].actions ?? [],
    setClocks: (clocks) => {
      skewOf = clocks;
    },
  };
}

interface Parts {
  readonly deployment: Deployment;
  readonly authorizer: Authorizer;
  readonly grantUse: GrantUse;
  readonly stores: Stores;
  readonly callers: Callers;
  readonly faults: ServiceFaults;
  readonly warmUp: WarmUpCalls;
  readonly functionCalls: CallCounts;
  readonly mappingCalls: CallCounts;
  readonly events: Listeners<PublishedEvent>;
  /** Session tokens of workers that a fault kills. */
  readonly crashes: Listeners<string>;
  readonly denials: Listeners<Denial>;
  readonly secretChanges: Listeners<SecretChange>;
}

function createServices(parts: Parts): Partial<Record<ServiceName, AwsService>> {
  const { deployment, stores, events, callers, secretChanges } = parts;
  return {
    sqs: createSqsService(deployment, stores.queues),
    dynamodb: createDynamoDbService(deployment, stores.tables),
    s3: createS3Service(stores.queues, stores.notifications),
    events: createEventsService(deployment, stores.log, stores.ownRules, events.tell),
    secretsmanager: createSecretsService(deployment, stores.secrets, secretChanges.tell),
    sts: createStsService(deployment, callers),
  };
}

function toLocalAws(parts: Parts, server: AwsServer): Omit<LocalAws, 'addServices' | 'actionsOf' | 'setClocks'> {
  const { deployment, stores, callers, faults, functionCalls, mappingCalls } = parts;
  return {
    endpoint: deployment.endpoint,
    region: deployment.region,
    credentialsOf: callers.credentialsOf,
    operator: callers.operator,
    permissions: noted(parts),
    grants: parts.grantUse.read,
    onEvent: parts.events.add,
    onCrash: parts.crashes.add,
    onDenied: parts.denials.add,
    onSecretChange: parts.secretChanges.add,
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    faults: () => faults.active,
    warmUp: parts.warmUp,
    queueUrl: (arn) => {
      const queue = stores.queues.queue(arn.split(':').at(-1) ?? '');
      return queue?.arn === arn ? queue.url : undefined;
    },
    onRules: (listener) => {
      const read = () => stores.ownRules.list().flatMap((rule) => readOwnRule(rule, deployment).rules);
      stores.ownRules.onChange(() => listener(read()));
      listener(read());
    },
    deadLetters: () => deadLetters(deployment, stores.queues),
    messages: (url) => queuedMessages(stores.queues, queueName(url)),
    state: async () => ({
      ...readLevels(deployment, stores),
      faults: { struck: faults.struck },
      calls: functionCalls.read(),
      mappingCalls: mappingCalls.read(),
    }),
    hiddenMessages: (url, handles) => hiddenMessages(stores.queues.queue(queueName(url)), handles),
    queueGauges: () => queueGauges(deployment, stores.queues, Date.now()),
    reset: async () => {
      faults.clear();
      faults.struck = 0;
      await stores.clear();
      functionCalls.clear();
      mappingCalls.clear();
    },
    stop: async () => {
      await server.stop();
      await stores.close();
    },
  };
}

/** A role that EventBridge assumes for a target has its grants from the same policies. */
function noted({ authorizer, grantUse }: Parts): LocalAws['permissions'] {
  return {
    allowsService: authorizer.allowsService,
    deniedToRole: (roleLogicalId, requirements) => {
      const denied = authorizer.deniedToRole(roleLogicalId, requirements);
      if (denied === undefined) grantUse.note(roleLogicalId, requirements);
      return denied;
    },
  };
}

/** What the data hold now; every part of it is counted as it changes, so this may be asked for often. */
function readLevels(
  deployment: Deployment,
  { queues, tables, log }: Stores,
): Omit<LocalState, 'faults' | 'calls' | 'mappingCalls'> {
  const { source, retry, dead } = queueLevels(deployment, queues);
  return {
    queue: source,
    retryQueue: retry,
    deadLetterQueue: dead,
    tables: { items: tables.itemCount() },
    bucket: bucketLevels(deployment, queues),
    events: { published: log.count },
  };
}

/** Endpoint and credentials for other tools, and the process that they may be sent to as long as it runs. */
function writeAccess(
  { access }: DataFolder,
  { endpoint, region }: Deployment,
  { operator }: Callers,
  minuteMs: number,
): void {
  const content = { endpoint, region, ...operator, minuteMs, process: thisProcess() };
  writeFileSync(access, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}
