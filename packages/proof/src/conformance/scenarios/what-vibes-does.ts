import { fault, type GroupScenario } from '../scenario';

export const whatVibesDoes: readonly GroupScenario[] = [
  {
    name: 'ordinary-day',
    shows: 'All families, without a fault: each is accepted at the first attempt and published once.',
    short: true,
    rounds: [{ load: { callbacks: 200 } }],
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'a-connection-for-each-request',
    shows: 'Vibes opens a new connection for each request.',
    vibes: { keepAlive: false },
    rounds: [{ load: { callbacks: 100 } }],
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'credentials-only-when-asked',
    shows: 'A client that waits for the challenge gets one, within the same attempt.',
    short: true,
    vibes: { waitForChallenge: true },
    rounds: [{ load: { callbacks: 60, mix: { mo: 3, deliver: 1 } } }],
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'wrong-password',
    shows:
      'A wrong password is answered 401 and nothing is stored; once Vibes has the right one, the resend delivers everything.',
    vibes: { wrongPassword: true },
    rounds: [{ load: { callbacks: 40, mix: { mo: 1 } }, beforeResend: [{ do: 'tell-vibes-the-password' }] }],
    expect: { answers: [401] },
  },
  {
    name: 'a-caller-from-elsewhere',
    shows: 'An address that is not in the list gets 403, and nothing is stored.',
    short: true,
    vibes: { sourceIp: '198.51.100.7', resends: 0 },
    rounds: [{ load: { callbacks: 40 } }],
    expect: { answers: [403], lostForGood: 'all' },
  },
  {
    name: 'subscriber-import',
    shows: 'Two list imports of 300 rows, each all at once, among ordinary callbacks.',
    short: true,
    vibes: { connections: 60, speed: 300 },
    rounds: [{ load: { callbacks: 700, imports: { count: 2, rows: 300 }, perSecond: 100 } }],
  },
  {
    name: 'rbm-unsigned',
    shows: 'RBM without a signature is kept as unrecognized, never published as RBM.',
    vibes: { rbmSignature: 'none' },
    rounds: [{ load: { callbacks: 30, mix: { rbm: 1 } } }],
    expect: { acceptedAtOnce: true, unrecognized: 'all' },
  },
  {
    name: 'rbm-signed-with-another-secret',
    shows: 'RBM with a wrong signature is kept as unrecognized, never published as RBM.',
    short: true,
    vibes: { rbmSignature: 'wrong' },
    rounds: [{ load: { callbacks: 30, mix: { rbm: 1 } } }],
    expect: { acceptedAtOnce: true, unrecognized: 'all' },
  },
  {
    name: 'large-mms',
    shows: 'MMS of three megabytes go through the bucket and are published with their media.',
    short: true,
    rounds: [{ load: { callbacks: 20, mix: { 'mms-large': 1, mo: 3 } } }],
    expect: { calls: [{ service: 's3', action: 'PutObject', atLeast: 4 }] },
  },
  {
    name: 'one-request-id-for-all',
    shows: 'A caller chooses one request id for all of its requests, overflow objects among them: each is published.',
    short: true,
    vibes: { requestId: 'VICTIM-1' },
    rounds: [
      {
        before: [fault({ service: 'sqs', action: 'SendMessage', mode: 'error', count: 10 })],
        load: { callbacks: 40, mix: { 'mms-large': 1, mo: 3, platform: 2 } },
      },
    ],
    expect: { calls: [{ service: 's3', action: 'PutObject', atLeast: 10 }] },
  },
  {
    name: 'larger-than-the-gateway-takes',
    shows: 'A body that is too large for API Gateway is answered 503, never 413.',
    short: true,
    vibes: { resends: 1 },
    rounds: [{ load: { callbacks: 2, mix: { oversize: 1 } } }],
    expect: { lostForGood: 'all' },
  },
];
