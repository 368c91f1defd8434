import { judgeStatus, type StatusFacts } from '../../src/commands/status-verdict';

const nowMs = Date.parse('2026-05-06T07:10:00Z');
const alarm = { state: 'ALARM', since: null, reason: '', runbook: null, command: null, urgency: null } as const;

const turnedAway = (more: Partial<StatusFacts['turnedAway']> = {}): StatusFacts['turnedAway'] => ({
  ...{ byIngest: 0, byGateway: 0, byGatewayOnMo: 0, passedOnMo: 0, calls: 0 },
  ...{ wrongCredentials: {}, lastSecondsAgo: null, lastWrongSecondsAgo: null, passedSince: false },
  ...more,
});

const facts = (more: Partial<StatusFacts> = {}): StatusFacts => ({
  version: null,
  commit: null,
  waiting: { count: 0, oldestSeconds: null },
  inFlight: 0,
  retrying: { count: 0, causes: {} },
  dead: { count: 0, oldestReceivedAt: null },
  undelivered: { count: 0, oldestReceivedAt: null, bySubscription: {} },
  overflow: { pending: 0, oldestSeconds: null, undecided: 0, unchecked: 0 },
  unrecognized: { lastDay: {}, dismissed: 0 },
  refused: { lastHour: {}, causes: {}, lastSecondsAgo: null, forSeconds: null },
  turnedAway: turnedAway(),
  outcomes: null,
  alarms: [],
  leftOut: [],
  unread: {},
  nowMs,
  ...more,
});

it('says to look where the undelivered events could not be counted', () => {
  const undelivered = { count: 0, oldestReceivedAt: null, bySubscription: {}, notAllowed: 'events:ListRules' };
  expect(judgeStatus(facts({ undelivered }))).toMatchObject({
    verdict: 'look',
    advice: ['Undelivered events were not counted: these credentials do not allow events:ListRules.'],
  });
});

describe('what is answered 4XX', () => {
  const judged = (more: Partial<StatusFacts['turnedAway']>) => judgeStatus(facts({ turnedAway: turnedAway(more) }));

  it.each<[string, Partial<StatusFacts['turnedAway']>]>([
    ['a client that waits for the challenge', { byGateway: 90, byGatewayOnMo: 90, passedOnMo: 90, calls: 180 }],
    [
      'the last one of them, whose second call is not counted yet',
      { byGateway: 9, byGatewayOnMo: 9, passedOnMo: 8, calls: 17 },
    ],
    ['strangers beside traffic', { byGateway: 40, calls: 400 }],
    ['one stranger on a quiet night', { byGateway: 2, calls: 2 }],
  ])('is fine: %s', (_what, more) => {
    expect(judged(more)).toMatchObject({ verdict: 'fine', advice: [] });
  });

  it.each<[string, Partial<StatusFacts['turnedAway']>, 'act' | 'look', RegExp]>([
    [
      'the old password after its end, and nothing since',
      { byIngest: 7, wrongCredentials: { 'wrong-password': 7 }, lastWrongSecondsAgo: 20, calls: 7 },
      'act',
      /^7 MO messages were answered 401 in the last hour \(wrong password, perhaps a retired one × 7\); none has come through since.*until 07:34 \(UTC\) at the latest\. "credentials status"/,
    ],
    [
      'a wrong user name, and others come through',
      { byIngest: 1, wrongCredentials: { 'wrong-user-name': 1 }, lastWrongSecondsAgo: 20, passedSince: true },
      'look',
      /^1 MO message was .*wrong user name × 1\); others have come through since/,
    ],
    [
      'wrong ones, but a while ago',
      { byIngest: 2, wrongCredentials: { 'wrong-password': 2 }, lastWrongSecondsAgo: 900 },
      'look',
      /^2 MO messages.* Vibes retries each for 25 minutes, the last one until 07:20 \(UTC\)/,
    ],
    [
      'wrong ones that are over, and a stranger since',
      { byIngest: 2, wrongCredentials: { 'wrong-password': 2 }, lastSecondsAgo: 5, lastWrongSecondsAgo: 2_400 },
      'look',
      /Vibes retried each for 25 minutes, the last one until 06:55 \(UTC\) at the latest/,
    ],
    [
      'no credentials at all',
      { byGateway: 3, byGatewayOnMo: 3, calls: 3 },
      'act',
      /^The MO route asked for credentials 3 times .*"credentials status"/,
    ],
    [
      'no credentials for a part of them',
      { byGateway: 60, byGatewayOnMo: 60, passedOnMo: 50, calls: 110 },
      'look',
      /^The MO route asked for credentials 60 times in the last hour, and 50 calls came through/,
    ],
    ['most calls of the other routes', { byGateway: 12, calls: 14 }, 'look', /^12 of 14 calls were refused.*"doctor"/],
  ])('is not: %s', (_what, more, verdict, advice) => {
    expect(judged(more)).toMatchObject({ verdict, advice: [expect.stringMatching(advice)] });
  });
});

it('is fine where nothing is found', () => {
  expect(judgeStatus(facts())).toMatchObject({ verdict: 'fine', advice: [] });
});

it.each<[string, Partial<StatusFacts>, 'act' | 'look', RegExp]>([
  [
    'a dead letter',
    { dead: { count: 1, oldestReceivedAt: '2026-05-06T07:00:00Z' } },
    'act',
    /^1 dead, the oldest received 10 min ago and kept until 2026-05-20 07:00 \(UTC\): "dead list"/,
  ],
  ['what waits too long', { waiting: { count: 3, oldestSeconds: 120 } }, 'act', /^3 wait.*"doctor"/],
  [
    'what is tried again',
    { inFlight: 2, retrying: { count: 2, causes: { 'publish: InternalException': 2 } } },
    'look',
    /^2 are being tried again \(publish: InternalException × 2\): .*#recordfailed/,
  ],
  [
    'what crashed the consumer',
    { inFlight: 1, retrying: { count: 1, causes: { 'invocation: crashed': 1 } } },
    'look',
    /^1 is being tried again \(invocation: crashed × 1\): .*#consumererrors/,
  ],
  [
    'what is tried again for too long',
    { waiting: { count: 0, oldestSeconds: 1200 }, inFlight: 1, retrying: { count: 1, causes: { 'claim: X': 1 } } },
    'act',
    /^1 is being tried again \(claim: X × 1\), the oldest for 20 min/,
  ],
  [
    'what waits for too long besides',
    { waiting: { count: 2, oldestSeconds: 1200 }, retrying: { count: 1, causes: { 'invocation: crashed': 1 } } },
    'act',
    /^1 is being tried again .*#consumererrors\. "doctor" says whether the consumer is on\.$/,
  ],
  [
    'what outcomes failed on',
    { undelivered: { count: 1, oldestReceivedAt: null, bySubscription: { Outcomes: 1 } } },
    'act',
    /^1 undelivered \(Outcomes × 1\): "undelivered list" says why, for Outcomes docs\/RUNBOOK\.md#outcomes;/,
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
    /^2 in the bucket may have been published or not.*"doctor"/,
  ],
  [
    'what there was no time for',
    { leftOut: ['the overflow objects'] },
    'look',
    /^There was no time to check all of this: the overflow objects\. "overflow list --all"/,
  ],
  [
    'what could not be read',
    { leftOut: ['the alarms', 'the logs'], unread: { 'the alarms': 'no answer' } },
    'look',
    /^There was no time to check all of this: the logs\. Could not read the alarms: no answer\.$/,
  ],
  ['what was not understood', { unrecognized: { lastDay: { a: 1, b: 2 }, dismissed: 4 } }, 'look', /^3 unrecognized/],
  [
    '503s that went on for longer than Vibes retries, and are over',
    { refused: { lastHour: { X: 9 }, causes: { X: 9 }, lastSecondsAgo: 600, forSeconds: 1_800 } },
    'look',
    /^Vibes got 5XX answers for 30 min, until 07:00 \(UTC\) \(X × 9\), and may have given up on what it first sent until 06:36 \(UTC\): docs\/RUNBOOK\.md#vibes-operations-called\.$/,
  ],
  [
    'such that go on',
    { refused: { lastHour: { X: 9 }, causes: { X: 9 }, lastSecondsAgo: 60, forSeconds: 1_800 } },
    'look',
    /^Vibes got a 5XX 60 s ago .* at the latest\. It may have given up on what it first sent until 06:45 \(UTC\): /,
  ],
  [
    'a 503 of a moment ago',
    { refused: { lastHour: { X: 2 }, causes: { 'X: y': 2 }, lastSecondsAgo: 9, forSeconds: 0 } },
    'look',
    /^Vibes got a 5XX 9 s ago \(X: y × 2\), and retries it until 07:34 \(UTC\) at the latest\.$/,
  ],
  [
    'a 503 whose cause was not read',
    { refused: { lastHour: {}, causes: {}, lastSecondsAgo: 9, forSeconds: 0 } },
    'look',
    /\(the causes could not be read\)/,
  ],
])('reports %s, with what to type', (_what, found, verdict, advice) => {
  expect(judgeStatus(facts(found))).toMatchObject({ verdict, advice: [expect.stringMatching(advice)] });
});

it.each<[Partial<StatusFacts>]>([
  [{ waiting: { count: 3, oldestSeconds: 119 } }],
  [{ unrecognized: { lastDay: {}, dismissed: 2 } }],
  [{ overflow: { pending: 1, oldestSeconds: 299, undecided: 0, unchecked: 0 } }],
  [{ refused: { lastHour: { X: 2 }, causes: { X: 2 }, lastSecondsAgo: 301, forSeconds: 1_200 } }],
])('%j is on its way, or over', (found) => {
  expect(judgeStatus(facts(found)).verdict).toBe('fine');
});

describe('an alarm', () => {
  const judged = (name: string, more = {}) => judgeStatus(facts({ alarms: [{ ...alarm, name, ...more }] }));

  it.each([
    ['act now', 'act'],
    ['check now', 'act'],
    ['can wait', 'look'],
  ] as const)('that says "%s" makes the verdict "%s", whatever its name', (urgency, verdict) => {
    for (const name of ['Shop-StoreFailed', 'Shop-Unrecognized', 'Shop-New']) {
      expect(judged(name, { urgency, runbook: 'docs/RUNBOOK.md#new' })).toMatchObject({
        verdict,
        advice: [`${name} is in alarm: docs/RUNBOOK.md#new.`],
      });
    }
  });

  it('of a version that does not say how urgent it is counts as urgent, and says so', () => {
    expect(judged('Shop-SweepFailed', { runbook: 'docs/RUNBOOK.md#sweepfailed' })).toMatchObject({
      verdict: 'act',
      advice: [expect.stringMatching(/ The deployed version does not say how urgent it is: treat it as urgent\.$/)],
    });
  });

  it('that sums up others is not told beside them', () => {
    const [risk, dead] = ['Shop-CallbacksAtRisk', 'Shop-DeadLetters'].map((name) => ({
      ...{ ...alarm, name, urgency: 'act now' as const, runbook: 'docs/RUNBOOK.md#x' },
    }));
    const adviceOf = (...alarms: readonly (typeof risk)[]) =>
      judgeStatus(facts({ alarms: alarms.filter((one) => one !== undefined) })).advice;
    expect(adviceOf(risk, dead)).toEqual(['Shop-DeadLetters is in alarm: docs/RUNBOOK.md#x.']);
    expect(adviceOf(risk)).toEqual(['Shop-CallbacksAtRisk is in alarm: docs/RUNBOOK.md#x.']);
  });

  it('that can wait comes after one that cannot', () => {
    const inAlarm = [
      { ...alarm, name: 'Shop-CallerRefused', urgency: 'can wait' as const },
      { ...alarm, name: 'Shop-RetriesTooOld', urgency: 'act now' as const },
    ];
    expect(judgeStatus(facts({ alarms: inAlarm })).advice).toEqual([
      'Shop-RetriesTooOld is in alarm.',
      'Shop-CallerRefused is in alarm.',
    ]);
  });

  it('that is not the stack’s is one to look at', () => {
    expect(judged('Shop-StoreFailed').verdict).toBe('look');
  });

  it('says what to type and where to read on, but not what was typed already', () => {
    const silent = { runbook: 'docs/RUNBOOK.md#silent', urgency: 'act now' };
    expect(judged('Shop-MoSilent', { ...silent, command: 'doctor' }).advice).toEqual([
      'Shop-MoSilent is in alarm: "doctor", then docs/RUNBOOK.md#silent.',
    ]);
    expect(judged('Shop-MoSilent', { ...silent, command: 'status' }).advice).toEqual([
      'Shop-MoSilent is in alarm: docs/RUNBOOK.md#silent.',
    ]);
    expect(judged('Shop-Own').advice).toEqual(['Shop-Own is in alarm.']);
  });
});

describe('outcomes', () => {
  const judged = (more: Partial<NonNullable<StatusFacts['outcomes']>>) => {
    const fine = { waiting: { count: 0, oldestSeconds: null }, failed: {}, crashed: 0, overdue: 0 };
    return judgeStatus(facts({ outcomes: { ...fine, ...more } }));
  };
  const waiting = { count: 2, oldestSeconds: 10 };

  it.each<[string, Parameters<typeof judged>[0]]>([
    ['nothing waits', {}],
    ['a burst', { waiting: { count: 900, oldestSeconds: 119 } }],
    ['what failed is over, since nothing waits', { failed: { 'publish: InternalException': 2 }, crashed: 1 }],
    ['a message is overdue: that is for its sender', { overdue: 1 }],
  ])('is fine: %s', (_what, more) => {
    expect(judged(more)).toMatchObject({ verdict: 'fine', advice: [] });
  });

  it.each<[string, Parameters<typeof judged>[0], RegExp]>([
    [
      'they wait too long',
      { waiting: { count: 2, oldestSeconds: 120 } },
      /^2 receipts wait for their outcome, .*2 min/,
    ],
    ['one waits too long', { waiting: { count: 1, oldestSeconds: 120 } }, /^1 receipt waits for its outcome, /],
    ['what failed waits', { waiting, failed: { 'write: X': 2 } }, /tried again \(write: X × 2\).*#outcomes/],
    ['their function crashes', { waiting, crashed: 1 }, /crashed or timed out × 1/],
  ])('is not: %s', (_what, more, advice) => {
    expect(judged(more)).toMatchObject({ verdict: 'look', advice: [expect.stringMatching(advice)] });
  });
});
