import type { HistoryName } from '../../simulator/histories/histories';
import { type FaultAction, fault, type GroupScenario, type Scenario } from '../scenario';
import type { StackChange } from '../stack-change';
import { shortTimeoutSeconds } from './shorter-waits';

/** With `messageOutcomes`, the same shorter waits as the consumer has, and a batching window that fits them. */
export const withOutcomes: readonly StackChange[] = [
  { settings: { messageOutcomes: 'true' } },
  {
    only: 'OutcomesService',
    properties: {
      'AWS::Lambda::Function': { Timeout: shortTimeoutSeconds },
      'AWS::Lambda::EventSourceMapping': { MaximumBatchingWindowInSeconds: 1 },
    },
  },
  { only: 'OutcomesQueue', properties: { 'AWS::SQS::Queue': { VisibilityTimeout: 10 } } },
];

/** What a worker does between the table and the bus can end at any of its calls. */
export const crashes: readonly FaultAction[] = [
  fault({ service: 'dynamodb', action: 'PutItem', mode: 'crash-after', rate: 0.1, count: 3 }),
  fault({ service: 'events', action: 'PutEvents', mode: 'crash-before', rate: 0.1, count: 2 }),
  fault({ service: 'events', action: 'PutEvents', mode: 'crash-after', rate: 0.1, count: 2 }),
];

/** Events of callbacks may be repeats wherever a fault hits the consumer too. */
const repeats = { repeats: 'allowed', outcomes: 'all' } as const;

/** While many messages come in, the cloud is killed this often; it has started again long before it gets its faults. */
const killEveryMs = 30_000;
const faultsAfterMs = 20_000;

const troubles: readonly FaultAction[] = [
  ...crashes,
  fault({ service: 'events', action: 'PutEvents', mode: 'error', rate: 0.05, count: 20 }),
  fault({ service: 'events', action: 'PutEvents', mode: 'partial', rate: 0.2, count: 20 }),
  fault({ service: 'dynamodb', mode: 'throttle', rate: 0.02, count: 100 }),
  fault({ service: 'lambda', function: 'outcomes', mode: 'crash', delayMs: 20, rate: 0.1, count: 10 }),
];

/** Receipts of so many messages, 100 messages a second or as fast as the machine can, with kills and faults meanwhile. */
export function outcomesOfMany(messages: number): Scenario {
  const sendingMs = messages * 10;
  const kills = Array.from({ length: Math.floor(sendingMs / killEveryMs) }, (_, index) => (index + 1) * killEveryMs);
  return {
    name: `outcomes-of-${messages}`,
    shows: `Each of ${messages} messages has the outcome that the simulator knows, whatever fails or dies meanwhile.`,
    group: 'message outcomes',
    stack: withOutcomes,
    vibes: { speed: 100, resends: 5 },
    rounds: [
      {
        before: troubles,
        load: { histories: messages, perSecond: 240, copies: 0.02 },
        during: kills.flatMap((atMs) => [
          { atMs, act: { do: 'kill' } as const },
          ...troubles.map((act) => ({ atMs: atMs + faultsAfterMs, act })),
        ]),
        beforeResend: [{ do: 'clear-faults' }],
        // Receipts that failed five times during kills wait for an operator.
        after: [{ do: 'clear-faults' }, { do: 'drain' }, { do: 'redrive' }, { do: 'redrive-outcomes' }],
      },
    ],
    expect: { ...repeats, byChance: true },
  };
}

const silent: readonly HistoryName[] = ['submitted-silent', 'submitted-silent-errors-only', 'submitted-delivered'];

const scenarios: readonly GroupScenario[] = [
  {
    name: 'outcomes-of-every-history',
    shows:
      'Every history of a message, with copies and in any order, while the bus and the table fail and workers die: each message has the outcome that the simulator knows, its versions have no gap, and none is extra.',
    short: true,
    before: [
      ...crashes,
      fault({ service: 'events', action: 'PutEvents', mode: 'error', rate: 0.1, count: 5 }),
      fault({ service: 'dynamodb', mode: 'throttle', rate: 0.05, count: 10 }),
    ],
    load: { histories: 41, copies: 0.2 },
    expect: repeats,
  },
  {
    name: 'outcomes-while-the-bus-fails',
    shows:
      'PutEvents fails, or takes half of its entries: no version is lost, and a version that comes again has its id.',
    before: [
      fault({ service: 'events', action: 'PutEvents', mode: 'error', rate: 0.2, count: 20 }),
      fault({ service: 'events', action: 'PutEvents', mode: 'partial', rate: 0.5, count: 20 }),
    ],
    load: { histories: 120 },
    expect: repeats,
  },
  {
    name: 'outcomes-while-the-table-throttles',
    shows: 'DynamoDB throttles and fails: outcomes are late, not wrong.',
    before: [
      fault({ service: 'dynamodb', mode: 'throttle', rate: 0.2, count: 80 }),
      fault({ service: 'dynamodb', action: 'GetItem', mode: 'error', rate: 0.3, count: 20 }),
    ],
    load: { histories: 120 },
    expect: repeats,
  },
  {
    name: 'outcomes-worker-dies-anywhere',
    shows:
      'Workers die after the write, and before and after the publication: the next worker that gets the receipt publishes what is left.',
    before: [
      fault({ service: 'dynamodb', action: 'PutItem', mode: 'crash-after', rate: 0.2, count: 4 }),
      fault({ service: 'events', action: 'PutEvents', mode: 'crash-before', rate: 0.3, count: 6 }),
      fault({ service: 'events', action: 'PutEvents', mode: 'crash-after', rate: 0.3, count: 4 }),
    ],
    load: { histories: 41 },
    expect: repeats,
  },
  {
    name: 'outcomes-of-receipts-at-once',
    shows:
      'All receipts of a message arrive at once while the table and the bus are slow: several workers have the same message.',
    vibes: { connections: 40 },
    before: [
      fault({ service: 'dynamodb', action: 'GetItem', mode: 'slow', delayMs: 300 }),
      fault({ service: 'events', action: 'PutEvents', mode: 'slow', delayMs: 500, count: 60 }),
    ],
    load: { histories: 40, names: ['parts-one-fails', 'parts-delivered', 'mms-all-recipients'] },
    expect: repeats,
  },
  {
    name: 'outcomes-while-everything-dies',
    shows: 'kill -9 of the whole local cloud, twice, while receipts come in.',
    vibes: { speed: 100 },
    load: { histories: 80, perSecond: 25 },
    during: [
      { atMs: 1_500, act: { do: 'kill' } },
      { atMs: 5_000, act: { do: 'kill' } },
    ],
    expect: repeats,
  },
  {
    name: 'outcomes-sent-again',
    shows:
      'Once every outcome is published, all receipts come again, from the archive and by hand: nothing is published again.',
    rounds: [
      { load: { histories: 60 } },
      // A replay within a minute of a version may publish it again, under the same id.
      { before: [{ do: 'wait', ms: 61_000 }, { do: 'replay-receipts' }], load: 'again' },
    ],
    expect: { outcomes: 'all' },
  },
  {
    name: 'outcomes-poison-among-receipts',
    shows:
      'What the function cannot read comes between receipts: it waits with the undelivered events, and every other message has its outcome.',
    before: [{ do: 'poison-outcomes', count: 2 }],
    load: { histories: 20 },
    during: [{ atMs: 300, act: { do: 'poison-outcomes', count: 4 } }],
    expect: { outcomes: 'all', undeliveredReceipts: 6 },
  },
  {
    name: 'outcomes-of-silence',
    shows:
      'Some messages get no receipt after `Message Submitted`: once their time is over, they are overdue, or presumed delivered if only errors are reported.',
    load: { histories: 30, names: silent },
    after: [{ do: 'drain' }, { do: 'pass-the-due-time' }],
    expect: { outcomes: 'overdue' },
  },
];

export const messageOutcomes = scenarios.map((scenario): GroupScenario => ({ ...scenario, stack: withOutcomes }));
