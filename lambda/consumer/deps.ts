import type { Callback, ReadPolicy } from '../reader/callback';
import { readCallback } from '../reader/read-callback';
import { unrecognized } from '../reader/unrecognized/unrecognized-callback';
import type { Envelope } from '../shared/envelope';
import { createIdentityKey } from '../shared/identity-key';
import { type LogLine, writeLog } from '../shared/log';
import type { MetricName } from '../shared/metric-names';
import { createMetrics } from '../shared/metrics';
import { createPublisher, type Publisher } from '../shared/publisher';
import { createLedger } from './aws/ledger';
import { createObjectStore } from './aws/object-store';
import { createRedelivery } from './aws/redelivery';
import type { ConsumerEnv } from './env';
import type { Clock } from './invocation';
import type { Ledger, ObjectStore, Redelivery } from './ports';

export interface ConsumerDeps extends Clock {
  readonly ledger: Ledger;
  readonly publisher: Publisher;
  readonly store: ObjectStore;
  readonly redelivery: Redelivery;
  /** Rejects while the identity key cannot be read; the callback then goes back to the queue. */
  policy(signal: AbortSignal): Promise<ReadPolicy>;
  readCallback(envelope: Envelope, policy: ReadPolicy): Promise<Callback>;
  unrecognized: typeof unrecognized;
  /** Whether messages from this queue are alone in their invocation. */
  isRetryQueue(queueArn: string): boolean;
  log(line: LogLine): void;
  count(metric: MetricName): void;
}

export function createDeps(env: ConsumerEnv): ConsumerDeps {
  const readIdentityKey = createIdentityKey(env.IDENTITY_KEY_ARN);
  return {
    ledger: createLedger({ tableName: env.LEDGER_TABLE, days: Number(env.LEDGER_DAYS) }),
    publisher: createPublisher({ busName: env.EVENT_BUS }),
    store: createObjectStore(env.BUCKET),
    redelivery: createRedelivery([env.QUEUE_URL, env.RETRY_QUEUE_URL]),
    policy: async (signal) => ({
      bucket: env.BUCKET,
      requireRbmSignature: env.REQUIRE_RBM_SIGNATURE === 'true',
      requireCertificate: env.REQUIRE_CERTIFICATE === 'true',
      identityKey: await readIdentityKey(signal),
    }),
    readCallback,
    unrecognized,
    isRetryQueue: (queueArn) => queueArn.split(':').at(-1) === env.RETRY_QUEUE_URL.split('/').at(-1),
    log: writeLog,
    count: createMetrics(env.METRIC_SCOPE).count,
    now: Date.now,
    abortAfter: (ms) => AbortSignal.timeout(ms),
  };
}
