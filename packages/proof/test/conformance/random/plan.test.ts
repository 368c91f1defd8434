import { Plan, type RandomStep } from '../../../src/conformance/random/plan';
import { createRandom } from '../../../src/vibes/random';

function steps(seed: number, count: number): readonly RandomStep[] {
  const plan = new Plan(createRandom(seed));
  return Array.from({ length: count }, () => plan.next());
}

const story = (seed: number) =>
  JSON.stringify(steps(seed, 40).map((step) => ('sends' in step ? step.sends.map(({ what }) => what) : step)));

it('takes the same steps with the same seed, and others with another', () => {
  expect(story(5)).toBe(story(5));
  expect(story(5)).not.toBe(story(6));
});

it('does everything within a few hundred steps', () => {
  const all = steps(1, 400);
  const done = new Set(all.flatMap((step) => [step.do, ...(step.do === 'send' ? [step.meanwhile?.do ?? 'send'] : [])]));
  const wanted = ['send', 'fault', 'clear-faults', 'kill', 'deploy', 'lose-notifications', 'rotate', 'retire', 'sweep'];
  expect([...done]).toEqual(expect.arrayContaining([...wanted, 'redrive', 'reprocess']));
});

it('corrects what it sent wrongly: the same bytes signed, and the same bytes with their charset', () => {
  const sends = steps(1, 200).flatMap((step) => ('sends' in step ? step.sends : []));
  const again = (isFirst: (send: (typeof sends)[number]) => boolean, isNext: typeof isFirst) =>
    sends.some(
      (send, index) =>
        isFirst(send) && sends.slice(index).some((next) => isNext(next) && next.draft.body.equals(send.draft.body)),
    );
  const signed = (signature: string) => (send: (typeof sends)[number]) =>
    send.draft.path === '/rbm' && send.manner.signature === signature;
  expect(again(signed('none'), signed('right'))).toBe(true);
  expect(again(signed('wrong'), signed('right'))).toBe(true);
  const says = (charset: boolean) => (send: (typeof sends)[number]) =>
    /charset=iso/.test(send.draft.headers['content-type'] ?? '') === charset;
  expect(again((send) => says(false)(send) && send.draft.path === '/sms/mo', says(true))).toBe(true);
});

it('chooses request ids that repeat', () => {
  const ids = steps(1, 50).flatMap((step) =>
    'sends' in step ? step.sends.flatMap(({ manner }) => manner.requestId ?? []) : [],
  );
  expect(new Set(ids).size).toBeLessThan(ids.length);
});
