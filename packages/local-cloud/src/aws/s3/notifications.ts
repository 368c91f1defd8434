import { LocalCloudError } from '../../base/local-cloud-error';
import type { Deployment, LocalResource } from '../../template/deployment';
import { asRecord, asRecords, refusedByAws } from '../../template/properties';
import type { Authorizer } from '../iam/authorizer';
import { callAsOwner } from '../protocols/emulator-call';
import type { QueuesAndObjects } from '../sqs/fauxqs-emulator';
import { type CreatedObject, objectCreatedEvent, testEvent } from './object-created-event';
import type { PendingNotifications } from './pending-notifications';

/** One entry of a bucket's `NotificationConfiguration`. */
interface Rule {
  readonly id: string;
  readonly bucket: LocalResource;
  readonly bucketArn: string;
  readonly queueArn: string;
  readonly event: string;
  readonly prefix: string;
  readonly suffix: string;
  matches(key: string): boolean;
}

export interface Notifications {
  /** Whether anything is notified of a new object under this key. */
  concerns(bucket: string, key: string): boolean;
  /** Stores an object; its notification is sent even if the process is killed in between. */
  around(object: Pick<CreatedObject, 'bucket' | 'key' | 'eventName'>, store: () => Promise<boolean>): Promise<void>;
  /** What S3 sends once, when the configuration is made. */
  sendTestEvents(bucket: string): Promise<void>;
  /** Objects that a killed process stored without sending their notification. */
  sendPending(): Promise<void>;
}

/**
 * S3's ObjectCreated events to queues.
 * @throws LocalCloudError for a destination that is not a queue, or whose policy refuses S3: the cloud refuses these too
 */
export function createNotifications(
  deployment: Deployment,
  emulator: QueuesAndObjects,
  authorizer: Authorizer,
  pending: PendingNotifications,
): Notifications {
  const rules = deployment.ofType('AWS::S3::Bucket').flatMap((bucket) => rulesOf(bucket, deployment));
  for (const rule of rules) checkPolicy(rule, deployment, authorizer);
  for (const [index, rule] of rules.entries()) checkOverlap(rule, rules.slice(index + 1));
  const send = async (rule: Rule, message: unknown) => {
    const url = emulator.queues().find(({ arn }) => arn === rule.queueArn)?.url;
    const input = { QueueUrl: url, MessageBody: JSON.stringify(message) };
    await callAsOwner(emulator, { service: 'sqs', action: 'SendMessage', input, region: deployment.region });
  };
  const notify = async ({ bucket, key, eventName }: Pick<CreatedObject, 'bucket' | 'key' | 'eventName'>) => {
    const stored = emulator.objects.head(bucket, key);
    if (stored === undefined) return;
    for (const rule of rules.filter((candidate) => isFor(candidate, bucket, key, eventName))) {
      await send(rule, objectCreatedEvent({ bucket, key, eventName, ...stored }, rule.id, deployment));
    }
  };
  return {
    concerns: (bucket, key) => rules.some((rule) => rule.bucket.ref === bucket && rule.matches(key)),
    around: async (object, store) => {
      const done = pending.add(object);
      if (await store()) await notify(object);
      done();
    },
    sendTestEvents: async (bucket) => {
      for (const rule of rules.filter((candidate) => candidate.bucket.ref === bucket)) {
        await send(rule, testEvent(bucket));
      }
    },
    sendPending: async () => {
      for (const { object, done } of pending.list()) {
        await notify(object);
        done();
      }
    },
  };
}

function isFor(rule: Rule, bucket: string, key: string, eventName: string): boolean {
  const wanted = rule.event.replace(/^s3:/, '');
  const matchesEvent = wanted.endsWith('*') ? eventName.startsWith(wanted.slice(0, -1)) : eventName === wanted;
  return rule.bucket.ref === bucket && matchesEvent && rule.matches(key);
}

function rulesOf(bucket: LocalResource, deployment: Deployment): Rule[] {
  const configuration = asRecord(bucket.properties.NotificationConfiguration);
  const others = Object.keys(configuration).filter((name) => name !== 'QueueConfigurations');
  if (others.length > 0) {
    throw new LocalCloudError(
      'unsupported',
      `The local cloud cannot deliver the ${others.join(', ')} of ${bucket.logicalId}: notify a queue instead.`,
    );
  }
  const bucketArn = deployment.attribute(bucket.logicalId, 'Arn');
  return asRecords(configuration.QueueConfigurations).map((entry, index) => {
    const { Event: event, Queue: queue, Filter: filter } = entry;
    const filters = asRecords(asRecord(asRecord(filter).S3Key).Rules);
    const filterOf = (name: string) =>
      String(filters.find((one) => String(one.Name).toLowerCase() === name)?.Value ?? '');
    const [prefix, suffix] = [filterOf('prefix'), filterOf('suffix')];
    return {
      id: `${bucket.logicalId}-${index}`,
      bucket,
      bucketArn,
      queueArn: String(queue),
      event: String(event),
      ...{ prefix, suffix },
      matches: (key) => key.startsWith(prefix) && key.endsWith(suffix),
    };
  });
}

/** User guide, "Examples of valid notification configurations with object key name filtering". */
function checkOverlap(rule: Rule, others: readonly Rule[]): void {
  const isPart = (one: string, other: string) => one.startsWith(other) || other.startsWith(one);
  const isEnd = (one: string, other: string) => one.endsWith(other) || other.endsWith(one);
  // `Delete` does not cover `DeleteMarkerCreated`: only a wildcard covers other types.
  const covers = (one: string, other: string) =>
    one === other || (one.endsWith('*') && other.startsWith(one.slice(0, -1)));
  const overlaps = others.some(
    (other) =>
      other.bucket === rule.bucket &&
      (covers(rule.event, other.event) || covers(other.event, rule.event)) &&
      isPart(rule.prefix, other.prefix) &&
      isEnd(rule.suffix, other.suffix),
  );
  if (overlaps) {
    const why = 'Configurations overlap. Configurations on the same bucket cannot share a common event type';
    refusedByAws(rule.bucket, why);
  }
}

function checkPolicy(rule: Rule, { accountId }: Deployment, authorizer: Authorizer): void {
  const context = { 'aws:SourceArn': rule.bucketArn, 'aws:SourceAccount': accountId };
  if (authorizer.allowsService('s3.amazonaws.com', { action: 'sqs:SendMessage', resource: rule.queueArn, context }))
    return;
  throw new LocalCloudError(
    'refused-by-aws',
    `AccessDenied: the policy of ${rule.queueArn} does not let s3.amazonaws.com send the notifications of ${rule.bucket.logicalId}, so the cloud would refuse the bucket: allow sqs:SendMessage there.`,
  );
}
