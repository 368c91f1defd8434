import { compareOutcomes, type OutcomeReport, readOutcome } from '../../../src/simulator/histories/compare-outcomes';
import { smsReceipt } from './sms-receipt';

const failure = { code: 107, internalCode: 9, text: 'blocked' };

const said = [smsReceipt(1, 'Carrier'), smsReceipt(2, 'Handset', { error: failure })];
const sent = { state: 'sent', source: 'Carrier', at: '2024-05-06T12:00:01.000Z' };
const failed = { state: 'failed', source: 'Handset', at: '2024-05-06T12:00:02.000Z' };

function published(data: object, id?: string) {
  const usual = {
    messageId: 'm',
    submitterMessageId: null,
    channel: 'sms',
    state: 'sent',
    isFinal: false,
    version: 1,
    since: '2024-05-06T12:00:01.000Z',
    error: null,
    parts: null,
    forwardedTo: null,
    corrects: null,
    evidence: [sent],
  };
  const whole = { ...usual, ...data };
  return readOutcome(JSON.stringify({ detail: { metadata: { id: id ?? `id-${whole.version}` }, data: whole } }));
}

const first = published({});
const secondData = {
  version: 2,
  state: 'failed',
  isFinal: true,
  since: '2024-05-06T12:00:02.000Z',
  error: { ...failure, kind: 'blocked' },
  evidence: [sent, failed],
};
const second = published(secondData);

const sound: OutcomeReport = {
  messages: 1,
  versions: 2,
  repeats: 0,
  wrong: [],
  unexpected: [],
  gaps: [],
  untrue: [],
  leaks: [],
};

describe('outcomes that were published', () => {
  it('are sound where the newest is what the oracle says and each follows from its evidence', () => {
    expect(compareOutcomes(said, [first, second], false)).toEqual(sound);
  });

  it('may come again with their id, and in any order', () => {
    expect(compareOutcomes(said, [second, first, second], false)).toEqual({ ...sound, repeats: 1 });
  });

  it('are wrong where the newest version is missing', () => {
    expect(compareOutcomes(said, [first], false)).toMatchObject({ wrong: ['sms m'], versions: 1 });
    expect(compareOutcomes(said, [], false)).toMatchObject({ wrong: ['sms m'], messages: 1 });
  });

  it('are unexpected for a message of which nothing was said', () => {
    expect(compareOutcomes([], [first], false).unexpected).toEqual(['sms m version 1']);
  });

  it('are wrong for a message that must have none', () => {
    expect(compareOutcomes([smsReceipt(1, 'Aggregator')], [first], false)).toMatchObject({
      messages: 0,
      wrong: ['sms m'],
    });
  });

  it('have a gap without a first version, or with one that changes nothing', () => {
    expect(compareOutcomes(said, [second], false).gaps).toEqual(['sms m']);
    expect(compareOutcomes(said, [first, published({ version: 2 })], false).gaps).toEqual(['sms m']);
  });

  it('are unexpected with two ids or two contents for one version', () => {
    expect(compareOutcomes(said, [first, second, published(secondData, 'another')], false).unexpected).toEqual([
      'sms m version 2 twice',
    ]);
    expect(
      compareOutcomes(said, [first, second, published({ since: sent.at, state: 'accepted' })], false).unexpected,
    ).toEqual(['sms m version 1 twice']);
  });

  it.each([
    ['says more than its evidence', [published({ ...secondData, evidence: [sent] })]],
    [
      'has evidence that nobody gave',
      [published({ evidence: [sent, { state: 'read', at: '2024-05-06T13:00:00.000Z' }] })],
    ],
    ['lists a receipt twice', [published({ evidence: [sent, sent] })]],
    ['corrects what was not final', [published({ ...secondData, corrects: 1 })]],
  ])('are untrue where one %s', (_what, [other = first]) => {
    expect(compareOutcomes(said, [...(other.version === 2 ? [first] : []), other], false).untrue).toEqual([
      `sms m version ${other.version}`,
    ]);
  });

  it('correct the version before where that was final', () => {
    const later = [smsReceipt(1, 'Carrier', { error: failure }), smsReceipt(2, 'Handset')];
    const refused = { state: 'failed', isFinal: true, error: { ...failure, kind: 'blocked' }, evidence: [sent] };
    const delivered = { version: 2, state: 'delivered', isFinal: true, since: failed.at, evidence: [sent, failed] };
    const corrected = [published(refused), published({ ...delivered, corrects: 1 })];
    expect(compareOutcomes(later, corrected, false)).toEqual(sound);
    expect(compareOutcomes(later, [published(refused), published(delivered)], false).untrue).toEqual([
      'sms m version 2',
    ]);
  });

  it('leak where one has a phone number', () => {
    const leaking = published({ submitterMessageId: '+13125550142' });
    expect(compareOutcomes(said, [leaking, second], false).leaks).toEqual(['sms m version 1']);
    const likeOne = published({ submitterMessageId: '80457703-51e9-497d-9185-a13125550142' });
    expect(compareOutcomes(said, [likeOne, second], false).leaks).toEqual([]);
  });

  it('of silence are those of its time', () => {
    const submission = {
      by: 'sender',
      at: Date.UTC(2024, 4, 6, 12),
      channel: 'sms',
      messageId: 'm',
      submitterMessageId: null,
      receiptOption: 'ALL',
      expectWithinMinutes: 5,
    } as const;
    const evidence = [{ state: 'submitted', at: '2024-05-06T12:00:00.000Z' }];
    const submitted = published({ state: 'submitted', since: '2024-05-06T12:00:00.000Z', evidence });
    const overdue = published({ version: 2, state: 'overdue', since: '2024-05-06T12:05:00.000Z', evidence });
    expect(compareOutcomes([submission], [submitted], false)).toEqual({ ...sound, versions: 1 });
    expect(compareOutcomes([submission], [submitted], true).wrong).toEqual(['sms m']);
    expect(compareOutcomes([submission], [submitted, overdue], true)).toEqual(sound);
  });

  it('are no lines of another form', () => {
    expect(() => readOutcome('{"detail":{"metadata":{},"data":{}}}')).toThrow('without id, version or evidence');
  });
});
