import { localState } from '../../../local-cloud/test/support/local-state';
import type { Evidence } from '../../src/conformance/judge';
import { judge } from '../../src/conformance/judge';
import { otherContent } from '../../src/conformance/strange-callbacks';
import type { PublishedLine } from '../../src/simulator/compare-events';
import type { Attempt, Delivery } from '../../src/simulator/delivery';
import { callbackOf } from '../simulator/scripted';

const state = localState({ calls: { s3: { PutObject: 3 } } });

function attempt(status: number, number = 1): Attempt {
  const verdict = status < 300 ? 'accepted' : 'retry';
  return { number, status, latencyMs: 5, verdict, byHand: false };
}

function delivery(key: string, ...attempts: readonly Attempt[]): Delivery {
  const accepted = attempts.at(-1)?.verdict === 'accepted';
  return { callback: callbackOf('sms', key), attempts, startedAtMs: 0, outcome: accepted ? 'accepted' : 'error-queue' };
}

function line(key: string, eventId = `event of ${key}`, detailType = 'MO Message'): PublishedLine {
  return { key, eventId, detailType };
}

const sound: Evidence = {
  deliveries: [delivery('mo a', attempt(200)), delivery('mo b', attempt(503), attempt(200, 2))],
  lines: [line('mo a'), line('mo b')],
  deadLetters: [],
  state,
  publishedWithinSeconds: null,
  faultsSet: false,
  keyOfBody: new Map([['shaofa', 'mo a']]),
};

describe('judge', () => {
  it('finds nothing broken where everything accepted was published once', () => {
    expect(judge(sound)).toEqual([]);
  });

  it.each([
    [119.9, []],
    [120.6, ['the last event after 121 s, 120 s expected']],
    [null, ['the last event after an unknown number of s, 120 s expected']],
  ])('asks how long it took where that is expected (%p s)', (publishedWithinSeconds, broken) => {
    expect(judge({ ...sound, publishedWithinSeconds }, { publishedWithinSeconds: 120 })).toEqual(broken);
    expect(judge({ ...sound, publishedWithinSeconds })).toEqual([]);
  });

  it('finds what is wrong with the outcomes of messages, with an example', () => {
    const sane = { messages: 2, versions: 2, repeats: 1, wrong: [], unexpected: [], gaps: [], untrue: [], leaks: [] };
    expect(judge({ ...sound, outcomes: sane })).toEqual([]);
    expect(judge({ ...sound, outcomes: sane, undeliveredReceipts: 1 }, { undeliveredReceipts: 2 })).toEqual([
      'undelivered receipts: 1, expected 2',
    ]);
    expect(judge({ ...sound, outcomes: sane, outcomesAgain: 3 })).toEqual([
      'outcomes published after all receipts came again: 3, expected 0',
    ]);
    expect(judge({ ...sound, outcomes: { ...sane, wrong: ['sms a', 'sms b'], gaps: ['sms c'] } })).toEqual([
      'outcomes, not the outcome: 2, for example sms a',
      'outcomes, a gap between versions: 1, for example sms c',
    ]);
    const bad = { unexpected: ['sms d version 1'], untrue: ['sms e version 2'], leaks: ['sms f version 1'] };
    expect(judge({ ...sound, outcomes: { ...sane, ...bad } })).toHaveLength(3);
    expect(judge({ ...sound, outcomes: { ...sane, messages: 0 } })).toEqual([
      'no message has an outcome, which this is about',
    ]);
  });

  it('finds what was accepted and is nowhere', () => {
    expect(judge({ ...sound, lines: [line('mo a')] })).toEqual([
      'accepted and neither published nor a dead letter: 1, expected 0',
    ]);
  });

  it('counts what is a dead letter as shown, where that is expected', () => {
    const withDeadLetter = { ...sound, lines: [line('mo a')], deadLetters: [{ key: 'mo b' }] };
    expect(judge(withDeadLetter, { deadLetters: 1 })).toEqual([]);
    expect(judge(withDeadLetter)).toEqual(['dead letters: 1, expected 0']);
  });

  it('finds a dead letter that no callback brought', () => {
    expect(judge({ ...sound, deadLetters: [{ key: null }] })).toEqual(['poison among the dead letters: 1, expected 0']);
  });

  it('expects each poison in the dead-letter queue', () => {
    expect(judge(sound, { poison: 1 })).toEqual(['poison among the dead letters: 0, expected 1']);
  });

  it('finds a repeat, and allows it where a crash may cause one', () => {
    const repeated = { ...sound, lines: [...sound.lines, line('mo a')] };
    expect(judge(repeated)).toEqual(['published twice: 1, expected 0']);
    expect(judge(repeated, { repeats: 'allowed' })).toEqual([]);
  });

  it('finds that a repeat, which a scenario is about, did not come', () => {
    expect(judge(sound, { repeats: 'expected' })).toEqual(['no event was published again, which this is about']);
    expect(judge(sound, { repeats: 'allowed' })).toEqual([]);
  });

  it('never allows a repeat under another id', () => {
    const repeated = { ...sound, lines: [...sound.lines, line('mo a', 'another id')] };
    expect(judge(repeated, { repeats: 'allowed' })).toEqual(['published twice under different ids: 1, expected 0']);
  });

  it('finds an event of what was never sent', () => {
    expect(judge({ ...sound, lines: [...sound.lines, line('mo z')] })).toEqual([
      'published and never sent: 1, expected 0',
    ]);
  });

  it('tells a known callback that came out as unrecognized by its bytes', () => {
    const lines = [line('unrecognized shaofa', 'event 1', 'Unrecognized Callback'), line('mo b')];
    expect(judge({ ...sound, lines })).toEqual(['not recognized: 1, expected 0']);
    expect(judge({ ...sound, lines }, { unrecognized: 1 })).toEqual([]);
  });

  describe('of two contents under one id', () => {
    const [first, second] = [delivery('mo a', attempt(200)), delivery('mo b', attempt(200))];
    const pair = { ...second, callback: otherContent(first.callback) };
    const keyOfBody = new Map([
      ['shaofa', first.callback.key],
      ['shaofother', pair.callback.key],
    ]);
    const evidence = { ...sound, deliveries: [first, pair], keyOfBody };
    const kept = (sha256: string, reason: string): PublishedLine => ({
      ...line(`unrecognized ${sha256}`, `event of ${sha256}`, 'Unrecognized Callback'),
      reason,
    });

    it('takes whichever came second as the collision', () => {
      for (const sha256 of ['shaofother', 'shaofa']) {
        const lines = [line('mo a'), kept(sha256, 'identity-collision')];
        expect(judge({ ...evidence, lines })).toEqual([]);
      }
    });

    it('finds that the second was not kept, or is no collision', () => {
      const lost = ['accepted and neither published nor a dead letter: 1, expected 0'];
      expect(judge({ ...evidence, lines: [line('mo a')] })).toEqual(lost);
      const both = [kept('shaofa', 'identity-collision'), kept('shaofother', 'identity-collision')];
      expect(judge({ ...evidence, lines: both })).toContain(lost[0]);
      const alone = { ...evidence, deliveries: [first], lines: [line('mo a'), kept('shaofa', 'identity-collision')] };
      expect(judge(alone)).toEqual(['published and never sent: 1, expected 0']);
    });
  });

  it('finds a malformed body that was kept for another reason', () => {
    const { callback, ...sent } = delivery('unrecognized shaofc', attempt(200));
    const deliveries = [{ ...sent, callback: { ...callback, kind: 'xml-malformed' } }];
    const kept = line(callback.key, 'event 1', 'Unrecognized Callback');
    const judged = (reason: string) => judge({ ...sound, deliveries, lines: [{ ...kept, reason }] });
    expect(judged('xml-malformed')).toEqual([]);
    expect(judged('unknown-root')).toEqual(['unrecognized for another reason: 1, expected 0']);
  });

  it('finds what Vibes could not deliver', () => {
    const lost = { ...sound, deliveries: [...sound.deliveries, delivery('mo c', attempt(503))] };
    expect(judge(lost)).toEqual(['lost for good: 1, expected 0']);
    expect(judge(lost, { lostForGood: 1 })).toEqual([]);
  });

  it('finds an answer that could end a Platform event', () => {
    const deliveries = [delivery('mo a', attempt(429), attempt(200, 2)), delivery('mo b', attempt(200))];
    expect(judge({ ...sound, deliveries })).toEqual(['1 answers 429']);
    expect(judge({ ...sound, deliveries }, { answers: [429] })).toEqual([]);
  });

  it('finds that an expected answer never came', () => {
    expect(judge(sound, { answers: [401] })).toEqual(['no answer 401, which this is about']);
  });

  it('finds that fewer than three of four were accepted at the first attempt', () => {
    expect(judge(sound, { acceptedAtOnce: true })).toEqual(['accepted at the first attempt: 1 of 2']);
    const twoMore = [delivery('mo a', attempt(200)), delivery('mo b', attempt(200))];
    expect(judge({ ...sound, deliveries: [...sound.deliveries, ...twoMore] }, { acceptedAtOnce: true })).toEqual([]);
  });

  it('finds that no fault struck', () => {
    expect(judge({ ...sound, faultsSet: true })).toEqual(['no fault hit a call']);
    expect(judge({ ...sound, faultsSet: true, state: { ...state, faults: { struck: 1 } } })).toEqual([]);
  });

  it('finds calls that were not made', () => {
    expect(judge(sound, { calls: [{ service: 's3', action: 'PutObject', atLeast: 4 }] })).toEqual([
      '3 calls of s3.PutObject, at least 4 expected',
    ]);
    expect(judge(sound, { calls: [{ service: 's3', action: 'PutObject', atLeast: 3 }] })).toEqual([]);
  });
});
