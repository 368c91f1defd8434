import type { ReadPolicy } from '../reader/callback';
import { createIdentityKey } from '../shared/identity-key';
import { type LogLine, writeLog } from '../shared/log';
import type { MetricName } from '../shared/metric-names';
import { createMetrics } from '../shared/metrics';
import { createCallbackQueue } from './aws/callback-queue';
import { createLedgerReader } from './aws/ledger-reader';
import { createOverflowFolder } from './aws/overflow-folder';
import type { SweepEnv } from './env';
import type { LedgerReader, ObjectNotifier, OverflowFolder } from './ports';

/** Longer than both attempts. */
const keyLimitMs = 5_000;

export interface SweepDeps {
  readonly overflow: OverflowFolder;
  readonly ledger: LedgerReader;
  readonly queue: ObjectNotifier;
  /** Rejects while the identity key cannot be read. */
  policy(): Promise<ReadPolicy>;
  log(line: LogLine): void;
  count(metric: MetricName): void;
  now(): number;
}

export function createDeps(env: SweepEnv): SweepDeps {
  const readIdentityKey = createIdentityKey(env.IDENTITY_KEY_ARN);
  return {
    overflow: createOverflowFolder(env.BUCKET),
    ledger: createLedgerReader(env.LEDGER_TABLE),
    queue: createCallbackQueue(env.QUEUE_URL),
    policy: async () => ({
      bucket: env.BUCKET,
      requireRbmSignature: env.REQUIRE_RBM_SIGNATURE === 'true',
      requireCertificate: env.REQUIRE_CERTIFICATE === 'true',
      identityKey: await readIdentityKey(AbortSignal.timeout(keyLimitMs)),
    }),
    log: writeLog,
    count: createMetrics(env.METRIC_SCOPE).count,
    now: Date.now,
  };
}
