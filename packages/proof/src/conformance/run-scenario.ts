import { createHash } from 'node:crypto';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { LocalState } from '@vibes-callbacks/local-cloud';
import { hostile } from '../bench/consumer-memory/bodies';
import { createCompressedClock, realTime } from '../simulator/clock';
import type { Delivery, Post } from '../simulator/delivery';
import { drain } from '../simulator/drain';
import { readEvents } from '../simulator/events-file';
import { type PlannedHistories, planHistories } from '../simulator/histories/histories';
import { entrySaying } from '../simulator/histories/saying';
import { createHttpPost, type Endpoint } from '../simulator/http-post';
import { runVibes } from '../simulator/vibes';
import { planWorkload } from '../simulator/workload';
import type { VibesCallback } from '../vibes/callback';
import type { CloudLease } from './cloud-keeper';
import type { Evidence } from './judge';
import { awaitOutcomes, eventsOf, putEvents } from './outcomes-on-the-bus';
import type { HistoriesLoad, Load, Round, Scenario, ScenarioAction, VibesTraits } from './scenario';
import { withStrangeOnes } from './strange-callbacks';

/** A record that is given back comes again within the visibility timeout that scenarios run with. */
const drainPolicy = { patienceMs: 60_000, everyMs: 100 };
/** The local cloud's workers of a function: with more connections, callbacks would be late only because they wait for a worker. */
const laptopConnections = 8;

/** Runs a scenario's rounds on a fresh cloud, waits until the queue is empty, and collects the evidence. */
export async function runScenario(scenario: Scenario, cloud: CloudLease, seed: number): Promise<Evidence> {
  const keyOfBody = new Map<string, string>();
  const deliveries: Delivery[] = [];
  const workloads: PlannedHistories[] = [];
  let before: number | undefined;
  const watch = scenario.expect?.publishedWithinSeconds === undefined ? undefined : watchPublication(cloud.state);
  for (const round of scenario.rounds) {
    const [first] = workloads;
    const isAgain = round.load === 'again' && first !== undefined;
    if (isAgain && first.said.length > 0)
      before = eventsOf(await awaitOutcomes(first.said, scenario.expect?.outcomes === 'overdue', cloud));
    const workload = isAgain ? { ...first, submissions: [] } : plan(round.load, seed + workloads.length);
    workloads.push(workload);
    deliveries.push(...(await runRound(round, workload, scenario.vibes ?? {}, cloud, keyOfBody)));
  }
  const state = await drain(cloud.state, realTime, drainPolicy);
  const operator = await cloud.operator();
  const said = workloads.flatMap((workload) => workload.said);
  const outcomes =
    said.length === 0 ? undefined : await awaitOutcomes(said, scenario.expect?.outcomes === 'overdue', cloud);
  const publishedWithinSeconds = watch === undefined ? null : await watch.stop();
  return {
    deliveries,
    lines: await readEvents(cloud.dataFolder),
    deadLetters: await operator.deadLetters(keyOfBody),
    ...(outcomes === undefined ? {} : { outcomes }),
    ...(scenario.expect?.undeliveredReceipts === undefined
      ? {}
      : { undeliveredReceipts: await operator.undelivered() }),
    ...(outcomes === undefined || before === undefined ? {} : { outcomesAgain: eventsOf(outcomes) - before }),
    state,
    publishedWithinSeconds,
    faultsSet: scenario.rounds.some(setsFaults),
    keyOfBody,
  };
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
  cloud: CloudLease,
  keyOfBody: Map<string, string>,
): Promise<readonly Delivery[]> {
  await actAll(round.before, cloud);
  const { post, close } = createHttpPost(endpointOf(traits, cloud));
  const timed = Promise.all(
    (round.during ?? []).map(({ atMs, act: action }) => realTime.pace(atMs).then(() => act(action, cloud))),
  );
  // Reported below, when the load has ended.
  timed.catch(() => undefined);
  try {
    const ports = {
      post: remembering(post, keyOfBody),
      clock: createCompressedClock(traits.speed ?? 3_000),
      beforeResend: () => actAll(round.beforeResend, cloud),
    };
    const policy = { connections: traits.connections ?? laptopConnections, resends: traits.resends ?? 2 };
    const submitted = submissions.length === 0 ? undefined : putEvents(submissions.map(entrySaying), cloud);
    const [deliveries] = await Promise.all([runVibes(arrivals, ports, policy), submitted]);
    await timed;
    await actAll(round.after, cloud);
    return deliveries;
  } finally {
    close();
  }
}

function endpointOf(traits: VibesTraits, cloud: CloudLease): Endpoint {
  const secrets = { none: {}, wrong: { rbmSecret: 'another secret' }, right: { rbmSecret: cloud.rbmSecret } };
  return {
    url: cloud.endpointUrl,
    credentials: cloud.vibesCredentials,
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

async function actAll(actions: readonly ScenarioAction[] = [], cloud: CloudLease): Promise<void> {
  for (const action of actions) await act(action, cloud);
}

async function act(action: ScenarioAction, cloud: CloudLease): Promise<void> {
  switch (action.do) {
    case 'fault':
      return cloud.addFault(action.fault);
    case 'clear-faults':
      return cloud.clearFaults();
    case 'kill':
      return cloud.killAndStart();
    case 'deploy':
      return cloud.deploy(action.change);
    case 'rotate-password':
      return cloud.rotatePassword();
    case 'tell-vibes-the-password':
      return cloud.tellVibesThePassword();
    case 'poison':
      return (await cloud.operator()).poison(action.count);
    case 'poison-outcomes':
      return putEvents(poisonousSubmissions(action.count), cloud);
    case 'hostile':
      return (await cloud.operator()).overflow(Array.from({ length: action.count }, () => hostileMessage()));
    case 'sweep':
      await cloud.addFault({ service: 'lambda', function: 'sweep', mode: 'skew', skewMs: twoHoursMs });
      return cloud.runSchedules();
    case 'redrive':
      return (await cloud.operator()).redrive();
    case 'redrive-outcomes':
      await eventually(async () => (await (await cloud.operator()).outcomesWaiting()) === 0);
      return cloud.redriveUndelivered();
    case 'replay-receipts':
      return cloud.replayReceipts();
    case 'pass-the-due-time':
      return passTheDueTime(cloud);
    case 'drain':
      await drain(cloud.state, realTime, drainPolicy);
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

const arrivalPolicy = { patienceMs: 20_000, everyMs: 250 };

const twoHoursMs = 2 * 3_600_000;

async function passTheDueTime(cloud: CloudLease): Promise<void> {
  const operator = await cloud.operator();
  await eventually(async () => (await operator.outcomesWaiting()) === 0);
  await cloud.addFault({ service: 'lambda', function: 'outcomes', mode: 'skew', skewMs: twoHoursMs });
  await cloud.runSchedules();
}

/** Gives up silently: the judge reports what is missing. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const { patienceMs, everyMs } = arrivalPolicy;
  for (let waited = 0; waited < patienceMs && !(await isSo()); waited += everyMs) await realTime.pace(everyMs);
}

/** A body that takes much memory to read (bench consumer-memory): 148 MB are not enough. */
function hostileMessage(): string {
  const body = hostile.find(({ name }) => name === 'MMS, base64 of one letter a line');
  if (body === undefined) throw new Error('the hostile body has another name now');
  return body.make();
}

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
