import { createHash } from 'node:crypto';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { CloudState, LocalState } from '@vibes-callbacks/local-cloud';
import { outcomesSubscription } from '../../../../lib/outcomes-subscription';
import { hostile } from '../bench/consumer-memory/bodies';
import { createCompressedClock, realTime } from '../simulator/clock';
import type { Delivery, Post } from '../simulator/delivery';
import { drain } from '../simulator/drain';
import { readEvents } from '../simulator/events-file';
import type { OutcomeReport } from '../simulator/histories/compare-outcomes';
import { type PlannedHistories, planHistories } from '../simulator/histories/histories';
import { entrySaying } from '../simulator/histories/saying';
import { createHttpPost, type Endpoint } from '../simulator/http-post';
import type { FunctionName, LocalCloudProcess } from '../simulator/local-cloud-process';
import { runVibes } from '../simulator/vibes';
import { planWorkload } from '../simulator/workload';
import type { VibesCallback } from '../vibes/callback';
import type { CloudLease } from './cloud-keeper';
import type { Evidence } from './judge';
import { laterCommand, operatorCommand } from './operator-command';
import { awaitOutcomes, eventsOf, putEvents } from './outcomes-on-the-bus';
import type { HistoriesLoad, Load, Round, Scenario, ScenarioAction, VibesTraits } from './scenario';
import { withStrangeOnes } from './strange-callbacks';

/** A record that is given back comes again within the visibility timeout that scenarios run with. */
const drainPolicy = { patienceMs: 60_000, everyMs: 100 };
/** The local cloud's workers of a function: with more connections, callbacks would be late only because they wait for a worker. */
const laptopConnections = 8;

/** Runs a scenario's rounds on a fresh cloud, waits until the queue is empty, and collects the evidence. */
export async function runScenario(
  { rounds, vibes = {}, expect = {} }: Scenario,
  lease: CloudLease,
  seed: number,
): Promise<Evidence> {
  const keyOfBody = new Map<string, string>();
  const deliveries: Delivery[] = [];
  const workloads: PlannedHistories[] = [];
  const isOver = expect.outcomes === 'overdue';
  let before: OutcomeReport | undefined;
  const watch = expect.publishedWithinSeconds === undefined ? undefined : watchPublication(() => lease.cloud.state());
  for (const round of rounds) {
    const [first] = workloads;
    const isAgain = round.load === 'again' && first !== undefined;
    if (isAgain && first.said.length > 0) before = await awaitOutcomes(first.said, isOver, lease);
    const workload = isAgain ? { ...first, submissions: [] } : plan(round.load, seed + workloads.length);
    workloads.push(workload);
    deliveries.push(...(await runRound(round, workload, vibes, lease, keyOfBody)));
  }
  const state = await drainQueues(lease);
  const operator = await lease.operator();
  const said = workloads.flatMap((workload) => workload.said);
  const outcomes = said.length === 0 ? undefined : await awaitOutcomes(said, isOver, lease);
  const publishedWithinSeconds = watch === undefined ? null : await watch.stop();
  return {
    deliveries,
    lines: await readEvents(lease.dataFolder),
    deadLetters: await operator.deadLetters(keyOfBody),
    outcomes,
    outcomesAgain: outcomes && before && eventsOf(outcomes) - eventsOf(before),
    undeliveredReceipts: expect.undeliveredReceipts === undefined ? undefined : await operator.undelivered(),
    state,
    publishedWithinSeconds,
    faultsSet: rounds.some(setsFaults),
    keyOfBody,
  };
}

function drainQueues({ cloud }: CloudLease): Promise<CloudState> {
  return drain(cloud.state, realTime, drainPolicy);
}

/** A kill clears the faults and their counts. */
function setsFaults({ before = [], during = [], after = [] }: Round): boolean {
  const actions = [...before, ...during.map(({ act: action }) => action), ...after];
  return actions.some((action) => action.do === 'fault') && !actions.some((action) => action.do === 'kill');
}

function plan(load: Load | HistoriesLoad | 'again', seed: number): PlannedHistories {
  if (load === 'again') throw new Error('there is nothing yet to send again');
  if ('histories' in load) {
    // An event's time has no fraction of a second.
    const submittedAt = Math.floor(Date.now() / 1_000) * 1_000;
    return planHistories({ copies: 0, ...load, count: load.histories, seed, submittedAt });
  }
  const arrivals = withStrangeOnes(planWorkload({ ...load, seed }), load, seed);
  return { arrivals, submissions: [], said: [] };
}

async function runRound(
  round: Round,
  { arrivals, submissions }: PlannedHistories,
  traits: VibesTraits,
  lease: CloudLease,
  keyOfBody: Map<string, string>,
): Promise<readonly Delivery[]> {
  await actAll(round.before, lease);
  const { post, close } = createHttpPost(endpointOf(traits, lease));
  const timed = Promise.all(
    (round.during ?? []).map(({ atMs, act: action }) => realTime.pace(atMs).then(() => act(action, lease))),
  );
  // Reported below, when the load has ended.
  timed.catch(() => undefined);
  try {
    const ports = {
      post: remembering(post, keyOfBody),
      clock: createCompressedClock(traits.speed ?? 3_000),
      beforeResend: () => actAll(round.beforeResend, lease),
    };
    const policy = { connections: traits.connections ?? laptopConnections, resends: traits.resends ?? 2 };
    const submitted = submissions.length === 0 ? undefined : putEvents(submissions.map(entrySaying), lease);
    const [deliveries] = await Promise.all([runVibes(arrivals, ports, policy), submitted]);
    await timed;
    await actAll(round.after, lease);
    return deliveries;
  } finally {
    close();
  }
}

function endpointOf(traits: VibesTraits, { cloud, rbmSecret, vibesCredentials }: CloudLease): Endpoint {
  const secrets = { none: {}, wrong: { rbmSecret: 'another secret' }, right: { rbmSecret } };
  return {
    url: cloud.endpointUrl,
    credentials: vibesCredentials,
    connections: traits.connections ?? laptopConnections,
    ...(traits.waitForChallenge && { waitForChallenge: true }),
    ...(traits.keepAlive === false && { keepAlive: false }),
    headers: {
      ...(traits.sourceIp === undefined ? {} : { 'x-local-source-ip': traits.sourceIp }),
      ...(traits.requestId === undefined ? {} : { 'x-amzn-requestid': traits.requestId }),
    },
    ...secrets[traits.rbmSignature ?? 'right'],
  };
}

/** Notes which callback a body is of before it is sent. */
function remembering(post: Post, keyOfBody: Map<string, string>): Post {
  return (callback: VibesCallback, attempt) => {
    const digest = createHash('sha256').update(callback.document(attempt).body).digest('hex');
    keyOfBody.set(digest, callback.key);
    return post(callback, attempt);
  };
}

async function actAll(actions: readonly ScenarioAction[] = [], lease: CloudLease): Promise<void> {
  for (const action of actions) await act(action, lease);
}

async function act(action: ScenarioAction, lease: CloudLease): Promise<void> {
  const { cloud } = lease;
  switch (action.do) {
    case 'fault':
      return cloud.addFault(action.fault);
    case 'clear-faults':
      return cloud.clearFaults();
    case 'kill':
      return lease.killAndStart();
    case 'deploy':
      return lease.deploy(action.change);
    case 'rotate-password':
      return lease.rotatePassword();
    case 'tell-vibes-the-password':
      return lease.tellVibesThePassword();
    case 'poison':
      return (await lease.operator()).poison(action.count);
    case 'poison-outcomes':
      return putEvents(poisonousSubmissions(action.count), lease);
    case 'hostile':
      return (await lease.operator()).overflow(Array.from({ length: action.count }, hostileMessage));
    case 'sweep':
      return runSchedulesLater('sweep', cloud);
    case 'pass-the-due-time':
      await outcomesRead(lease);
      return runSchedulesLater('outcomes', cloud);
    case 'redrive':
      return (await lease.operator()).redrive();
    case 'redrive-outcomes':
      await outcomesRead(lease);
      await operatorCommand(lease.dataFolder, 'undelivered', 'redrive', '--all');
      return;
    case 'replay-receipts':
      return replayReceipts(lease);
    case 'drain':
      await drainQueues(lease);
      return;
    case 'wait':
      return realTime.pace(action.ms);
    default:
      action satisfies never;
  }
}

/** Of no channel, or without a message. */
function poisonousSubmissions(count: number): readonly PutEventsRequestEntry[] {
  const details = [{ messageId: 'poison', channel: 'fax' }, { channel: 'sms' }];
  return Array.from({ length: count }, (_, index) => ({
    ...{ Source: 'poison', DetailType: 'Message Submitted' },
    Detail: JSON.stringify(details[index % details.length]),
  }));
}

const twoHoursMs = 2 * 3_600_000;

/** Lets the rules with a schedule fire, with the clock of this function two hours ahead. */
async function runSchedulesLater(name: FunctionName, cloud: LocalCloudProcess): Promise<void> {
  await cloud.addFault({ service: 'lambda', function: name, mode: 'skew', skewMs: twoHoursMs });
  await cloud.runSchedules();
}

async function replayReceipts({ dataFolder, leasedAt }: CloudLease): Promise<void> {
  const span = ['--from', leasedAt.toISOString(), '--to', new Date().toISOString()];
  // EventBridge may take ten minutes to archive an event, so the command refuses an end younger than that.
  const code = await laterCommand(dataFolder, 15 * 60_000, 'replay', ...span, '--rule', outcomesSubscription);
  if (code !== 0) throw new Error('no receipts were replayed');
}

const arrivalPolicy = { patienceMs: 20_000, everyMs: 250 };

/** Waits until the outcomes function has taken everything. Gives up silently: the judge reports what is missing. */
async function outcomesRead(lease: CloudLease): Promise<void> {
  const { patienceMs, everyMs } = arrivalPolicy;
  const operator = await lease.operator();
  for (let waited = 0; waited < patienceMs && (await operator.outcomesWaiting()) > 0; waited += everyMs)
    await realTime.pace(everyMs);
}

/** A body that takes much memory to read (bench consumer-memory): 148 MB are not enough. */
const hostileMessage = hostile['MMS, base64 of one letter a line'];

const everyMs = 200;

/** Watches how many events are published until `stop`, which returns the seconds from the start to the last one. */
export function watchPublication(readState: () => Promise<LocalState>) {
  const startedAt = performance.now();
  let published = 0;
  let lastMs = 0;
  let pending: Promise<void> = Promise.resolve();
  const look = async () => {
    const { events } = await readState();
    if (events.published > published) lastMs = performance.now() - startedAt;
    published = Math.max(published, events.published);
  };
  const timer = setInterval(() => {
    pending = pending.then(look);
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await pending;
      return lastMs / 1000;
    },
  };
}
