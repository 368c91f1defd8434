import { isSound } from '../../src/simulator/report';
import { soundPublication, soundReport } from './reports';

describe('isSound', () => {
  it('is true where everything was accepted and published', () => {
    expect(isSound(soundReport)).toBe(true);
  });

  it('is true where the events cannot be seen and everything was accepted', () => {
    expect(isSound({ ...soundReport, publication: null })).toBe(true);
  });

  it('is true for a repeat that a customer can tell', () => {
    expect(isSound({ ...soundReport, publication: { ...soundPublication, duplicatesPublished: 1 } })).toBe(true);
  });

  it.each([
    ['accepted and not published', { lost: ['mo a'] }],
    ['published and never sent', { unexpected: ['mo z'] }],
    ['published twice without a way to tell', { repeatsWithAnotherId: 1 }],
  ])('is false where something was %s', (_what, changed) => {
    expect(isSound({ ...soundReport, publication: { ...soundPublication, ...changed } })).toBe(false);
  });

  it('is false where it was interrupted', () => {
    expect(isSound({ ...soundReport, publication: null, interrupted: true })).toBe(false);
  });

  it('is false where something was lost for good', () => {
    expect(isSound({ ...soundReport, delivery: { ...soundReport.delivery, lostForGood: 1 } })).toBe(false);
  });
});
