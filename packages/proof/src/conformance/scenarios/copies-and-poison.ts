import { fault, type GroupScenario, type ScenarioAction } from '../scenario';
import { fewerReceives } from './shorter-waits';

const dayMs = 24 * 3_600_000;

function skew(days: number): readonly ScenarioAction[] {
  const skewed = { service: 'lambda', mode: 'skew', skewMs: days * dayMs } as const;
  return [fault({ ...skewed, function: 'ingest' }), fault({ ...skewed, function: 'consumer' })];
}

const slowBus = fault({ service: 'events', action: 'PutEvents', mode: 'slow', delayMs: 700 });

export const copiesAndPoison: readonly GroupScenario[] = [
  {
    name: 'copies-at-once',
    shows: 'Every callback comes twice at once, while the bus is slow: one is published, one is dropped.',
    short: true,
    vibes: { connections: 40 },
    before: [slowBus],
    load: { callbacks: 100, copies: 1 },
    // No event may be published twice: the lease keeps the second worker out while the first publishes.
  },
  {
    name: 'copies-a-day-apart',
    shows: 'All callbacks are sent again by hand a day later: none is published again.',
    short: true,
    rounds: [
      { load: { callbacks: 60 }, after: [{ do: 'drain' }] },
      { before: skew(1), load: 'again' },
    ],
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'copies-two-weeks-apart',
    shows: 'A copy that is redriven two weeks later is still recognized.',
    rounds: [
      { load: { callbacks: 40 }, after: [{ do: 'drain' }] },
      { before: skew(14), load: 'again' },
    ],
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'every-answer-too-late',
    shows: 'Every first answer is too late for Vibes: copies of all, one event each.',
    before: [fault({ service: 'lambda', function: 'ingest', mode: 'slow', delayMs: 2_100, count: 30 })],
    load: { callbacks: 30 },
  },
  {
    name: 'poison-among-good-records',
    shows: 'Messages that are not envelopes become dead letters; the rest of their batches are published.',
    short: true,
    stack: fewerReceives,
    before: [{ do: 'poison', count: 5 }],
    load: { callbacks: 60 },
    after: [{ do: 'poison', count: 5 }],
    expect: { acceptedAtOnce: true, poison: 10 },
  },
  {
    name: 'bodies-that-kill-the-consumer',
    shows:
      'Thirty bodies that kill the consumer, among 300 callbacks: the thirty become dead letters, and the 300 are published within two minutes.',
    // No known body kills it at its 512 MB (bench consumer-memory).
    stack: [{ only: 'Consumer', properties: { 'AWS::Lambda::Function': { MemorySize: 148 } } }],
    before: [{ do: 'hostile', count: 10 }],
    load: { callbacks: 300 },
    during: [{ atMs: 500, act: { do: 'hostile', count: 20 } }],
    expect: { poison: 30, publishedWithinSeconds: 120 },
  },
  {
    name: 'bytes-of-no-format',
    shows: 'A body of no known format is answered 200, kept byte for byte, and published as unrecognized.',
    short: true,
    load: { callbacks: 60, mix: { garbage: 1 } },
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'malformed-bodies',
    shows:
      'Malformed XML, JSON and multipart bodies among others: each is answered 200, kept byte for byte, and published as unrecognized with its reason.',
    load: { callbacks: 60, malformed: 1 },
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'other-content-under-a-known-id',
    shows:
      'Other content comes under the id of almost every callback: the first is published, the second is kept as unrecognized (`identity-collision`).',
    load: { callbacks: 60, others: 1 },
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'bus-refuses-some-entries',
    shows: 'PutEvents accepts half of each batch: only the other half is published again.',
    short: true,
    before: [fault({ service: 'events', action: 'PutEvents', mode: 'partial', rate: 0.5, count: 12 })],
    load: { callbacks: 80 },
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'ledger-refuses-some-completions',
    shows: 'BatchWriteItem accepts half of each batch: the other half is published again, with the same event id.',
    before: [fault({ service: 'dynamodb', action: 'BatchWriteItem', mode: 'partial', rate: 0.5, count: 12 })],
    load: { callbacks: 80 },
    expect: { acceptedAtOnce: true, repeats: 'allowed' },
  },
];
