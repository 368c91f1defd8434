import type { Callback } from '../../../../lambda/reader/callback';
import { readCallback } from '../../../../lambda/reader/read-callback';
import { malformedReasons, otherContent, withStrangeOnes } from '../../src/conformance/strange-callbacks';
import { planWorkload } from '../../src/simulator/workload';
import { envelopeOf } from '../../src/support/envelope';
import { sentAt, type VibesCallback } from '../../src/vibes/callback';

const plan = { seed: 7, callbacks: 300 };

function read(callback: VibesCallback): Promise<Callback> {
  const policy = { bucket: 'bucket', requireRbmSignature: true, identityKey: 'a key' };
  return readCallback(envelopeOf(sentAt(callback)), policy);
}

test('a share of the callbacks is followed by another content under its id, or by a malformed body', () => {
  const arrivals = planWorkload(plan);
  expect(withStrangeOnes(arrivals, plan, 7)).toEqual(arrivals);
  const all = withStrangeOnes(arrivals, { ...plan, others: 1, malformed: 1 }, 7);
  const others = all.filter(({ callback }) => callback.key.startsWith('unrecognized other content of '));
  const malformed = all.filter(({ callback }) => malformedReasons.includes(callback.kind));
  expect(all).toHaveLength(arrivals.length + others.length + malformed.length);
  expect(others.length).toBeGreaterThan(200);
  expect(new Set(malformed.map(({ callback }) => callback.kind))).toEqual(new Set(malformedReasons));
});

test('other content has the id, and is still a document of its format', () => {
  for (const { callback } of planWorkload({ ...plan, mix: { mo: 1, deliver: 1, receipt: 1, platform: 1, rbm: 1 } })) {
    const text = Buffer.from(otherContent(callback).document(1).body).toString('utf8');
    if (text.startsWith('{')) expect(JSON.parse(text)).toMatchObject({ other: 1 });
    else expect(text).toMatch(/<other\/><\/\w+>\s*$/);
  }
});

test('each malformed body is unrecognized for the reason that the judge expects', async () => {
  const all = withStrangeOnes(planWorkload(plan), { ...plan, malformed: 1 }, 7).map(({ callback }) => callback);
  const byKind = new Map(all.map((callback) => [callback.kind, callback]));
  for (const reason of malformedReasons) {
    const callback = byKind.get(reason);
    expect([reason, callback && (await read(callback)).data.reason]).toEqual([reason, reason]);
  }
});

test('other content has the identity of the first, and another digest', async () => {
  for (const { callback } of planWorkload({
    ...plan,
    callbacks: 30,
    mix: { mo: 1, deliver: 1, receipt: 1, platform: 1, rbm: 1 },
  })) {
    const [first, other] = [await read(callback), await read(otherContent(callback))];
    expect(other.identity).toEqual(first.identity);
    expect(other.contentDigest).not.toBe(first.contentDigest);
  }
});
