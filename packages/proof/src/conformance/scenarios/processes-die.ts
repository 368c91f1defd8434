import { fault, type GroupScenario, type Load } from '../scenario';

const small: Load = { callbacks: 40 };
const withMedia: Load = { callbacks: 30, mix: { mo: 1, mms: 2, garbage: 1 } };

export const processesDie: readonly GroupScenario[] = [
  // At the moment of a call: before it is carried out, or after, before the function gets the answer.
  {
    name: 'ingest-dies-before-the-send',
    shows: 'Ingest dies before a callback is stored: Vibes sends again.',
    before: [fault({ service: 'sqs', action: 'SendMessage', mode: 'crash-before', count: 5 })],
    load: small,
  },
  {
    name: 'ingest-dies-after-the-send',
    shows: 'Ingest dies after a callback is stored: the second copy is dropped.',
    before: [fault({ service: 'sqs', action: 'SendMessage', mode: 'crash-after', count: 5 })],
    load: small,
    short: true,
  },
  {
    name: 'ingest-dies-after-the-overflow-write',
    shows: 'Ingest dies after it wrote to the bucket: the retry and the object are one event.',
    before: [
      fault({ service: 'sqs', action: 'SendMessage', mode: 'error', count: 10 }),
      fault({ service: 's3', action: 'PutObject', mode: 'crash-after', count: 5 }),
    ],
    load: small,
    expect: { calls: [{ service: 's3', action: 'PutObject', atLeast: 5 }] },
  },
  {
    name: 'consumer-dies-before-a-claim',
    shows: 'The consumer dies before it claims: its batch is received again.',
    before: [fault({ service: 'dynamodb', action: 'PutItem', mode: 'crash-before', count: 2 })],
    load: small,
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'consumer-dies-after-a-claim',
    shows: 'The consumer dies with claims: another one publishes after the lease.',
    before: [fault({ service: 'dynamodb', action: 'PutItem', mode: 'crash-after', count: 2 })],
    load: small,
    expect: { acceptedAtOnce: true },
    short: true,
  },
  {
    name: 'consumer-dies-while-storing-media',
    shows: 'The consumer dies after it stored media: the next one writes the same objects.',
    before: [fault({ service: 's3', action: 'PutObject', mode: 'crash-after', count: 2 })],
    load: withMedia,
  },
  {
    name: 'consumer-dies-before-the-publication',
    shows: 'The consumer dies before it publishes: the next one publishes.',
    before: [fault({ service: 'events', action: 'PutEvents', mode: 'crash-before', count: 2 })],
    load: small,
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'consumer-dies-after-the-publication',
    shows: 'The consumer dies after it published: the repeat has the same event id.',
    before: [fault({ service: 'events', action: 'PutEvents', mode: 'crash-after', count: 2 })],
    load: small,
    expect: { acceptedAtOnce: true, repeats: 'expected' },
  },
  {
    name: 'consumer-dies-before-the-completion',
    shows: 'The consumer dies before the ledger says published: the repeat has the same event id.',
    before: [fault({ service: 'dynamodb', action: 'BatchWriteItem', mode: 'crash-before', count: 2 })],
    load: small,
    expect: { acceptedAtOnce: true, repeats: 'expected' },
  },
  {
    name: 'consumer-dies-after-the-completion',
    shows: 'The consumer dies after the ledger says published: nothing is published again.',
    before: [fault({ service: 'dynamodb', action: 'BatchWriteItem', mode: 'crash-after', count: 2 })],
    load: small,
    expect: { acceptedAtOnce: true },
    short: true,
  },
  {
    name: 'ingest-dies-at-random',
    shows: 'Every tenth invocation of ingest dies at a random moment.',
    before: [fault({ service: 'lambda', function: 'ingest', mode: 'crash', delayMs: 3, rate: 0.1, count: 10 })],
    load: { callbacks: 80 },
  },
  {
    name: 'consumer-dies-at-random',
    shows: 'The consumer dies at a random moment, four times.',
    before: [fault({ service: 'lambda', function: 'consumer', mode: 'crash', delayMs: 8, count: 4 })],
    load: { callbacks: 60 },
    expect: { acceptedAtOnce: true, repeats: 'allowed' },
  },
  {
    name: 'publication-lands-after-its-worker',
    shows: 'A PutEvents call that its worker gave up on arrives late: both events have the same id.',
    before: [fault({ service: 'events', action: 'PutEvents', mode: 'late', delayMs: 12_000, count: 1 })],
    load: { callbacks: 10 },
    after: [{ do: 'wait', ms: 13_000 }],
    expect: { acceptedAtOnce: true, repeats: 'expected' },
  },
  {
    name: 'lease-expires-while-its-worker-lives',
    shows:
      'The clocks of half of the workers are a minute ahead, so leases look expired: both may publish, with one event id.',
    vibes: { connections: 40 },
    before: [
      fault({ service: 'lambda', function: 'consumer', mode: 'skew', skewMs: 60_000, rate: 0.5 }),
      fault({ service: 'events', action: 'PutEvents', mode: 'slow', delayMs: 700 }),
    ],
    load: { callbacks: 60, copies: 1 },
    expect: { repeats: 'allowed' },
  },
  {
    name: 'everything-dies-under-load',
    shows: 'kill -9 of the whole local cloud, twice: what was answered 200 is there after the start.',
    short: true,
    // Five minutes in three seconds: a start takes longer than the usual tenth of a second.
    vibes: { speed: 100 },
    load: { callbacks: 150, perSecond: 25 },
    during: [
      { atMs: 1_500, act: { do: 'kill' } },
      { atMs: 4_500, act: { do: 'kill' } },
    ],
    expect: { repeats: 'allowed' },
  },
  {
    name: 'everything-dies-while-publishing',
    shows: 'kill -9 while claims are held: the next run publishes the rest.',
    vibes: { speed: 100 },
    before: [fault({ service: 'events', action: 'PutEvents', mode: 'slow', delayMs: 1_500 })],
    load: { callbacks: 40 },
    after: [{ do: 'kill' }],
    expect: { repeats: 'allowed' },
  },
];
