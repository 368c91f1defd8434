import { answerSoon, Deadline, leftOutText, unhurried } from '../../src/frame/deadline';
import { givenOps } from '../support/ops-context';

it('leaves out what comes after its end, and names it once', () => {
  let nowMs = 0;
  const deadline = new Deadline(() => nowMs, 100);
  expect([deadline.cuts('a'), deadline.leftOut]).toEqual([false, []]);
  nowMs = 100;
  expect([deadline.cuts('b'), deadline.cuts('c'), deadline.cuts('b')]).toEqual([true, true, true]);
  expect(leftOutText(deadline)).toBe('There was no time to check all of this: b, c.');
});

it('lets a few be looked at all the same', () => {
  const deadline = new Deadline(() => 1, 1);
  expect([0, 1, 2, 3].map((done) => deadline.cuts('a', done))).toEqual([false, false, false, true]);
});

it('comes some seconds after the command began, by its clock', () => {
  let nowMs = 50_000;
  const { context } = givenOps({ io: { now: () => nowMs } });
  const deadline = answerSoon(context);
  nowMs += 2_999;
  expect(deadline.cuts('a')).toBe(false);
  nowMs += 1;
  expect(deadline.cuts('a')).toBe(true);
});

it('never passes for a command without a limit', () => {
  expect(unhurried().cuts('a')).toBe(false);
});
