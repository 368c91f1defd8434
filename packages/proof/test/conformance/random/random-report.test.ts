import {
  emptyTally,
  isRandomSound,
  type RandomReport,
  randomReportText,
} from '../../../src/conformance/random/random-report';

const tally = {
  ...emptyTally(),
  families: { rbm: { sent: 3, acknowledged: 2 }, mo: { sent: 4, acknowledged: 4 } },
  kills: 1,
};
const sound: RandomReport = { seed: 7, minutes: 2, steps: 9, isChecked: true, tally, violations: [] };
const found: RandomReport = {
  ...sound,
  violations: [{ what: 'lost: a', steps: ['step 1: a: 200', 'step 1: a: 200', 'step 2: kill'] }],
};

it('is sound when everything was checked and nothing found', () => {
  expect(isRandomSound(sound)).toBe(true);
  expect(isRandomSound(found)).toBe(false);
  expect(isRandomSound({ ...sound, isChecked: false })).toBe(false);
});

it('ends with the numbers in one line', () => {
  expect(randomReportText(sound)).toBe(
    'seed 7; 9 steps; sent 7; answered 200 6 (mo 4/4, rbm 2/3); events 0; kills 1; faults 0; lost notifications 0; deployments 0; rotations 0; sweeps 0; redrives 0; reprocessed 0; violations 0',
  );
});

it('lists each violation with its steps, and how to reproduce it', () => {
  const text = randomReportText({ ...found, keptIn: '/kept' });
  expect(text).toContain('1. lost: a\n   step 1: a: 200 (2 times)\n   step 2: kill\n');
  expect(text).toContain('npm run conformance -- --random 2 --seed 7');
  expect(text).toContain('/kept');
});

it('says that an interrupted run was not checked', () => {
  expect(randomReportText({ ...sound, isChecked: false })).toContain('Interrupted');
});
