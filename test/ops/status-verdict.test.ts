import { judgeStatus, type StatusFacts } from '../../ops/status-verdict';

const nowMs = Date.parse('2026-05-06T07:10:00Z');
const alarm = { state: 'ALARM', since: null, reason: '', runbook: null, command: null } as const;

const facts = (more: Partial<StatusFacts> = {}): StatusFacts => ({
  version: null,
  commit: null,
  waiting: { count: 0, oldestSeconds: null },
  inFlight: 0,
  retrying: { count: 0, causes: {} },
  dead: { count: 0, oldestReceivedAt: null },
  overflow: { pending: 0, oldestSeconds: null, undecided: 0, unchecked: 0 },
  unrecognized: { lastDay: {} },
  refused: { lastHour: {}, causes: {}, lastSecondsAgo: null },
  alarms: [],
  leftOut: [],
  nowMs,
  ...more,
});

it('is fine where nothing is found', () => {
  expect(judgeStatus(facts())).toMatchObject({ verdict: 'fine', advice: [] });
});

it.each<[string, Partial<StatusFacts>, 'act' | 'look', RegExp]>([
  ['a dead letter', { dead: { count: 1, oldestReceivedAt: '2026-05-06T07:00:00Z' } }, 'act', /for 10 min.*"dead list"/],
  ['what waits too long', { waiting: { count: 3, oldestSeconds: 120 } }, 'act', /^3 wait.*"doctor"/],
  [
    'what is tried again',
    { inFlight: 2, retrying: { count: 2, causes: { 'publish: InternalException': 2 } } },
    'look',
    /^2 are being tried again \(publish: InternalException × 2\): .*#recordfailed/,
  ],
  [
    'what is tried again for too long',
    { waiting: { count: 0, oldestSeconds: 1200 }, inFlight: 1, retrying: { count: 1, causes: { 'claim: X': 1 } } },
    'act',
    /^1 is being tried again \(claim: X × 1\), the oldest for 20 min/,
  ],
  [
    'what is in flight for too long',
    { waiting: { count: 0, oldestSeconds: 1200 }, inFlight: 2 },
    'act',
    /^2 are in flight, the oldest for 20 min: "doctor"/,
  ],
  [
    'an object that was never published',
    { overflow: { pending: 1, oldestSeconds: 300, undecided: 0, unchecked: 0 } },
    'act',
    /requeue/,
  ],
  [
    'an object of which it is not known',
    { overflow: { pending: 0, oldestSeconds: null, undecided: 2, unchecked: 0 } },
    'look',
    /^Of 2 .*"doctor"/,
  ],
  [
    'what there was no time for',
    { leftOut: ['the overflow objects'] },
    'look',
    /^There was no time for all of this: the overflow objects\. "overflow list --all"/,
  ],
  ['what was not understood', { unrecognized: { lastDay: { a: 1, b: 2 } } }, 'look', /^3 not understood/],
  [
    'a 503 of a moment ago',
    { refused: { lastHour: { X: 2 }, causes: { 'X: y': 2 }, lastSecondsAgo: 9 } },
    'look',
    /X: y × 2/,
  ],
  [
    'a 503 whose cause was not read',
    { refused: { lastHour: {}, causes: {}, lastSecondsAgo: 9 } },
    'look',
    /\(the causes were not read\)/,
  ],
])('%s is told, with what to type', (_what, found, verdict, advice) => {
  expect(judgeStatus(facts(found))).toMatchObject({ verdict, advice: [expect.stringMatching(advice)] });
});

it.each<[Partial<StatusFacts>]>([
  [{ waiting: { count: 3, oldestSeconds: 119 } }],
  [{ overflow: { pending: 1, oldestSeconds: 299, undecided: 0, unchecked: 0 } }],
  [{ refused: { lastHour: { X: 2 }, causes: { X: 2 }, lastSecondsAgo: 301 } }],
])('%j is on its way, or over', (found) => {
  expect(judgeStatus(facts(found)).verdict).toBe('fine');
});

describe('an alarm', () => {
  const judged = (name: string, more = {}) => judgeStatus(facts({ alarms: [{ ...alarm, name, ...more }] }));

  it('on what is lost or late if nobody acts is one to act on, the stage before and a family’s silence among them', () => {
    for (const id of ['StoreFailed', 'PreviousIngestDown', 'MmsReceiptsSilent', 'CallbacksAtRisk']) {
      expect(judged(`Shop-${id}`).verdict).toBe('act');
    }
    for (const id of ['Unrecognized', 'OrdersUndelivered', 'SweepFailed']) {
      expect(judged(`Shop-${id}`).verdict).toBe('look');
    }
  });

  it('says what to type and where to read on, but not what was typed already', () => {
    const runbook = 'docs/RUNBOOK.md#silent';
    expect(judged('Shop-MoSilent', { runbook, command: 'doctor' }).advice).toEqual([
      'Shop-MoSilent is in alarm: "doctor", then docs/RUNBOOK.md#silent.',
    ]);
    expect(judged('Shop-MoSilent', { runbook, command: 'status' }).advice).toEqual([
      'Shop-MoSilent is in alarm: docs/RUNBOOK.md#silent.',
    ]);
    expect(judged('Shop-Own').advice).toEqual(['Shop-Own is in alarm.']);
  });
});
