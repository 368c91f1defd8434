import type { AskedFault } from '../simulator/local-cloud-process';
import { ordinaryDay } from '../simulator/workload';
import { createRandom, type Random } from '../vibes/random';
import type { Trial } from './run-conformance';
import { fault, type Round, type Scenario, type ScenarioAction } from './scenario';
import { newBundle, newIngest } from './scenarios/changes-under-load';
import { withOutcomes } from './scenarios/message-outcomes';

/** The scenario of this seed, of the next one and so on, until the time is over. */
export function* randomTrials(minutes: number, seed: number): Generator<Trial> {
  const endsAtMs = performance.now() + minutes * 60_000;
  for (let next = seed; next === seed || performance.now() < endsAtMs; next += 1) {
    yield { scenario: randomScenario(next), seed: next };
  }
}

/**
 * Rounds of callbacks, or in every third scenario of histories of messages, each with faults and one bigger disturbance.
 * At the end the cloud is healthy, and everything that waits must go through.
 */
export function randomScenario(seed: number): Scenario {
  // Generators of neighboring seeds begin alike.
  const random = createRandom(Math.imul(seed, 0x9e3779b1));
  const ofHistories = seed % 3 === 0;
  const between = random.int(0, 2);
  const rounds: Scenario['rounds'] = [
    aRound(random, ofHistories),
    ...Array.from({ length: between }, () => aRound(random, ofHistories)),
    { ...aRound(random, ofHistories), after: ofHistories ? [...healing, { do: 'redrive-outcomes' }] : healing },
  ];
  return {
    name: `random-${seed}`,
    shows: 'Randomly generated rounds.',
    group: 'random',
    ...(ofHistories && { stack: withOutcomes }),
    vibes: { speed: 100, resends: 5, keepAlive: random.chance(0.8), waitForChallenge: random.chance(0.3) },
    rounds,
    expect: { byChance: true, repeats: 'allowed', ...(ofHistories && { outcomes: 'all' }) },
  };
}

const healing: readonly ScenarioAction[] = [
  { do: 'clear-faults' },
  { do: 'drain' },
  { do: 'sweep' },
  { do: 'drain' },
  { do: 'redrive' },
  // A call that was made late may still arrive.
  { do: 'wait', ms: 3_000 },
];

/** Adds what an ordinary day lacks: callbacks that go through the bucket, and bytes that no reader knows. */
const mix = { ...ordinaryDay, 'mms-large': 2, garbage: 4 };

function aRound(random: Random, ofHistories: boolean): Round {
  const load = { copies: random.pick([0, 0.2]), perSecond: random.int(15, 40) };
  const strange = { others: random.pick([0, 0.1]), malformed: random.pick([0, 0.1]) };
  return {
    before: Array.from({ length: random.int(0, 3) }, () => fault(aFault(random, ofHistories))),
    load: ofHistories
      ? { ...load, histories: random.int(20, 60) }
      : { ...load, ...strange, mix, callbacks: random.int(30, 120), imports: { count: 1, rows: random.int(0, 20) } },
    during: aTrouble(random),
    beforeResend: [{ do: 'clear-faults' }],
  };
}

/** At most one a round: a killed cloud can only be started. */
function aTrouble(random: Random): NonNullable<Round['during']> {
  const at = (atMs: number, act: ScenarioAction) => ({ atMs, act });
  const atMs = random.int(0, 3_000);
  switch (random.weighted({ kill: 3, deploy: 3, rotate: 2, sweep: 2, redrive: 2, none: 1 })) {
    case 'kill':
      return [at(atMs, { do: 'kill' })];
    case 'deploy':
      return [at(atMs, { do: 'deploy', change: random.pick([newBundle, newIngest]) })];
    case 'rotate':
      return [at(atMs, { do: 'rotate-password' }), at(atMs + 1_000, { do: 'tell-vibes-the-password' })];
    case 'sweep':
      return [at(atMs, { do: 'sweep' })];
    case 'redrive':
      return [at(atMs, { do: 'redrive' })];
    default:
      return [];
  }
}

const actions = {
  sqs: ['SendMessage', 'ChangeMessageVisibility'],
  s3: ['PutObject', 'GetObject'],
  dynamodb: ['PutItem', 'UpdateItem', 'BatchWriteItem', 'GetItem'],
  events: ['PutEvents'],
  secretsmanager: ['GetSecretValue'],
} as const;

const modes = ['error', 'throttle', 'timeout', 'slow', 'late', 'partial', 'crash-before', 'crash-after'] as const;

function aFault(random: Random, ofHistories: boolean): AskedFault {
  if (random.chance(0.25)) {
    const mode = random.pick(['crash', 'error', 'throttle', 'slow'] as const);
    const target = random.pick(['ingest', 'consumer', ofHistories ? 'outcomes' : 'consumer'] as const);
    return { service: 'lambda', function: target, mode, count: random.int(1, 4), delayMs: random.int(0, 400) };
  }
  const service = random.pick(['sqs', 's3', 'dynamodb', 'events', 'secretsmanager'] as const);
  const action = random.pick<string>(actions[service]);
  const delayMs = random.pick([250, 900, 2_100]);
  const limit = random.chance(0.5) ? { count: random.int(1, 8) } : { seconds: random.int(1, 6) };
  return { service, action, mode: random.pick(modes), delayMs, rate: random.pick([0.3, 1]), ...limit };
}
