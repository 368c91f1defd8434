import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { toEvent } from '../../../../lambda/reader/event';
import { readCallback } from '../../../../lambda/reader/read-callback';
import { realTime } from '../simulator/clock';
import type { OutcomeReport } from '../simulator/histories/compare-outcomes';
import { planHistories } from '../simulator/histories/histories';
import type { Said } from '../simulator/histories/said';
import { callbackSaying, entrySaying } from '../simulator/histories/saying';
import { envelopeOf, proofs } from '../support/envelope';
import { CloudKeeper, type CloudLease } from './cloud-keeper';
import { awaitOutcomes, putEvents } from './outcomes-on-the-bus';
import { type FaultAction, fault } from './scenario';
import { crashes, withOutcomes } from './scenarios/message-outcomes';

export interface OutcomesRun {
  readonly messages: number;
  readonly seed: number;
  readonly say: (line: string) => void;
  readonly interrupted: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface OutcomesRunReport {
  readonly seed: number;
  /** Receipts, and what senders said, copies not counted. */
  readonly said: number;
  readonly kills: number;
  /** Until everything was on the bus. */
  readonly sentWithinSeconds: number;
  /** From the beginning until nothing waited. */
  readonly settledWithinSeconds: number;
  readonly report: OutcomeReport;
}

const messagesPerSecond = 100;
const copies = 0.02;
/** The cloud takes a few seconds to restart, and gets its faults again then. */
const killEveryMs = 30_000;

/**
 * Puts the receipts of many messages on the bus as the consumer does, so that the machine's time goes to their outcomes,
 * with faults and kills meanwhile; then compares every outcome with the oracle's.
 */
export async function runOutcomes({
  messages,
  seed,
  say,
  interrupted,
  onLine,
}: OutcomesRun): Promise<OutcomesRunReport> {
  const keeper = CloudKeeper.open(onLine);
  try {
    const submittedAt = Math.floor(Date.now() / 1_000) * 1_000;
    const { said } = planHistories({ seed, count: messages, copies: 0, submittedAt });
    const entries = await entriesOf(said);
    const cloud = await keeper.lease({ changes: withOutcomes, wrongPassword: false });
    say(`${said.length} receipts and submissions of ${messages} histories …`);
    const startedAt = realTime.now();
    const seconds = () => (realTime.now() - startedAt) / 1_000;
    const trouble = makeTrouble(cloud);
    const perSecond = (entries.length / messages) * messagesPerSecond;
    await Promise.race([putAll(entries, perSecond, cloud, interrupted), trouble.failure]);
    const sentWithinSeconds = seconds();
    const kills = await trouble.end();
    say(`On the bus after ${sentWithinSeconds.toFixed(0)} s and ${kills} kills; waiting for the outcomes …`);
    await cloud.clearFaults();
    await awaitOutcomes(said, false, cloud);
    // Receipts that failed five times during kills wait there for an operator.
    await cloud.redriveUndelivered();
    const report = await awaitOutcomes(said, false, cloud);
    return { seed, said: said.length, kills, sentWithinSeconds, settledWithinSeconds: seconds(), report };
  } finally {
    await keeper.close();
  }
}

export function isOutcomesRunSound({ report }: OutcomesRunReport): boolean {
  const { wrong, unexpected, gaps, untrue, leaks } = report;
  return [wrong, unexpected, gaps, untrue, leaks].every((found) => found.length === 0);
}

interface Trouble {
  /** Rejects if the cloud does not start again. */
  readonly failure: Promise<never>;
  /** @returns how often it was killed */
  end(): Promise<number>;
}

function makeTrouble(cloud: CloudLease): Trouble {
  let isOver = false;
  let kills = 0;
  const run = async () => {
    for (;;) {
      for (const { fault } of faults) await cloud.addFault(fault);
      for (let waited = 0; waited < killEveryMs; waited += 500) {
        if (isOver) return;
        await realTime.pace(500);
      }
      await cloud.killAndStart();
      kills += 1;
    }
  };
  const running = run();
  const failure = new Promise<never>((_, reject) => {
    running.catch(reject);
  });
  // The race in `runOutcomes` reports it.
  failure.catch(() => undefined);
  return {
    failure,
    end: async () => {
      isOver = true;
      await running;
      return kills;
    },
  };
}

const faults: readonly FaultAction[] = [
  ...crashes,
  fault({ service: 'events', action: 'PutEvents', mode: 'error', rate: 0.05, count: 20 }),
  fault({ service: 'events', action: 'PutEvents', mode: 'partial', rate: 0.2, count: 20 }),
  fault({ service: 'dynamodb', mode: 'throttle', rate: 0.02, count: 100 }),
  fault({ service: 'lambda', function: 'outcomes', mode: 'crash', delayMs: 20, rate: 0.1, count: 10 }),
];

/** Concurrent callers: more would only wait for each other. */
const callers = 6;

/** At this rate or as fast as the machine can, ten entries a call, until the bus has taken each. */
async function putAll(
  entries: readonly PutEventsRequestEntry[],
  perSecond: number,
  cloud: CloudLease,
  interrupted: AbortSignal,
): Promise<void> {
  const startedAt = realTime.now();
  let from = 0;
  const call = async () => {
    while (from < entries.length) {
      interrupted.throwIfAborted();
      const next = entries.slice(from, from + 10);
      const aheadMs = (from / perSecond) * 1_000 - (realTime.now() - startedAt);
      from += next.length;
      if (aheadMs > 0) await realTime.pace(aheadMs);
      await putEvents(next, cloud);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
}

/** As events, some of them twice. */
async function entriesOf(said: readonly Said[]): Promise<readonly PutEventsRequestEntry[]> {
  const entries = await Promise.all(said.map(entryOf));
  return entries.flatMap((entry, index) => (index % Math.round(1 / copies) === 0 ? [entry, entry] : [entry]));
}

/** As the consumer puts it on the bus. */
export async function entryOf(said: Said): Promise<PutEventsRequestEntry> {
  if (said.by === 'sender') return entrySaying(said);
  const { method, route, authentication, document } = callbackSaying(said);
  const envelope = envelopeOf({ method, path: route, proof: proofs[authentication], ...document(1) });
  const read = await readCallback(envelope, { bucket: 'bucket', requireRbmSignature: true, identityKey: 'a key' });
  const { detailType, detail } = toEvent(read, envelope);
  return { Source: 'vibes.callbacks', DetailType: detailType, Detail: detail };
}
