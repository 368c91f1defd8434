import { malformedReasons, otherContent, withStrangeOnes } from '../../src/conformance/strange-callbacks';
import { planWorkload } from '../../src/simulator/workload';

const plan = { seed: 7, callbacks: 300 };

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
