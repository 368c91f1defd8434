import { fault, type GroupScenario } from '../scenario';
import type { StackChange } from '../stack-change';

/** The first line of a function's own code in its bundle. */
const entry = '// lambda/consumer/index.ts\n';
const ingestEntry = '// lambda/ingest/index.ts\n';

export const newBundle: StackChange = {
  bundle: [{ function: 'consumer', from: entry, to: `${entry}globalThis.secondBundle = true;\n` }],
};

export const newIngest: StackChange = {
  bundle: [{ function: 'ingest', from: ingestEntry, to: `${ingestEntry}globalThis.secondBundle = true;\n` }],
};

const brokenBundle: StackChange = {
  bundle: [{ function: 'consumer', from: entry, to: `${entry}throw new Error('a deployment that went wrong');\n` }],
};

const hourMs = 3_600_000;

export const changesUnderLoad: readonly GroupScenario[] = [
  {
    name: 'password-rotated-under-load',
    shows:
      'The password changes while MO messages come in, ingest restarts, then Vibes gets the new one: no callback gets a 401.',
    short: true,
    load: { callbacks: 150, perSecond: 25, mix: { mo: 1 } },
    during: [
      { atMs: 1_000, act: { do: 'rotate-password' } },
      { atMs: 2_000, act: { do: 'deploy', change: newIngest } },
      { atMs: 4_000, act: { do: 'tell-vibes-the-password' } },
    ],
  },
  {
    name: 'password-rotated-twice',
    shows:
      'Two rotations without telling Vibes: 401, which Vibes retries for SMS, until Vibes has the password and resends.',
    // Half an hour in 36 seconds: after this many wrong passwords the secret is read every 30 seconds.
    vibes: { speed: 50 },
    load: { callbacks: 30, perSecond: 30, mix: { mo: 1 } },
    before: [{ do: 'rotate-password' }, { do: 'rotate-password' }, { do: 'deploy', change: newIngest }],
    beforeResend: [{ do: 'tell-vibes-the-password' }],
    expect: { answers: [401] },
  },
  {
    name: 'redeploy-under-load',
    shows: 'A new bundle of the consumer is deployed while callbacks come in.',
    short: true,
    load: { callbacks: 120, perSecond: 30 },
    during: [{ atMs: 1_500, act: { do: 'deploy', change: newBundle } }],
  },
  {
    name: 'broken-deployment-and-rollback',
    shows: 'A consumer that does not start is deployed and rolled back: the waiting callbacks are published.',
    load: { callbacks: 60, perSecond: 20 },
    during: [
      { atMs: 500, act: { do: 'deploy', change: brokenBundle } },
      { atMs: 4_000, act: { do: 'deploy', change: newBundle } },
    ],
  },
  {
    name: 'clocks-an-hour-apart',
    shows: "The clock of ingest is an hour ahead of the consumer's: no callback is refused as too new or too old.",
    before: [fault({ service: 'lambda', function: 'ingest', mode: 'skew', skewMs: hourMs })],
    load: { callbacks: 60, copies: 0.3 },
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'workers-two-seconds-apart',
    shows:
      'The clocks of half of the consumers are two seconds ahead, and every callback comes twice: leases still hold.',
    vibes: { connections: 40 },
    before: [
      fault({ service: 'lambda', function: 'consumer', mode: 'skew', skewMs: 2_000, rate: 0.5 }),
      fault({ service: 'events', action: 'PutEvents', mode: 'slow', delayMs: 700 }),
    ],
    load: { callbacks: 60, copies: 1 },
  },
  {
    name: 'ingest-throttled',
    shows: 'Lambda throttles half of the invocations of ingest: 5XX, never 429.',
    short: true,
    before: [fault({ service: 'lambda', function: 'ingest', mode: 'throttle', rate: 0.5, count: 60 })],
    load: { callbacks: 80 },
  },
  {
    name: 'consumer-throttled',
    shows: 'Lambda throttles the consumer: its messages wait.',
    before: [fault({ service: 'lambda', function: 'consumer', mode: 'throttle', count: 4 })],
    load: { callbacks: 60 },
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'gateway-throttles',
    shows: 'The gateway lets ten callbacks a second through: 503 instead of its own 429.',
    short: true,
    stack: [
      {
        properties: {
          'AWS::ApiGateway::Stage': {
            MethodSettings: [
              { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 10 },
            ],
          },
        },
      },
    ],
    vibes: { speed: 300 },
    load: { callbacks: 60, mix: { platform: 1 } },
  },
];
