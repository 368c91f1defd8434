import { createIdentityKey, type ReadIdentityKey } from '../shared/identity-key';
import { type LogLine, writeLog } from '../shared/log';
import { type Pause, pause } from '../shared/pause';
import { createPublisher, type Publisher } from '../shared/publisher';
import { createDueQueue } from './aws/due-queue';
import { createOutcomesTable } from './aws/outcomes-table';
import type { OutcomesEnv } from './env';
import type { DueQueue, OutcomesTable } from './ports';

export interface OutcomesDeps {
  readonly table: OutcomesTable;
  readonly publisher: Publisher;
  readonly queue: DueQueue;
  readonly identityKey: ReadIdentityKey;
  log(line: LogLine): void;
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  readonly pause: Pause;
  abortAfter(ms: number): AbortSignal;
}

export function createDeps(env: OutcomesEnv): OutcomesDeps {
  return {
    table: createOutcomesTable({ tableName: env.OUTCOMES_TABLE, days: Number(env.RETENTION_DAYS) }),
    publisher: createPublisher({ busName: env.EVENT_BUS }),
    queue: createDueQueue(env.QUEUE_URL),
    identityKey: createIdentityKey(env.IDENTITY_KEY_ARN),
    log: writeLog,
    now: Date.now,
    random: Math.random,
    pause,
    abortAfter: (ms) => AbortSignal.timeout(ms),
  };
}
