import { createDeps } from '../../../lambda/challenge/deps';

/** The metric lines of one challenge and one call that passes. */
function lines(COUNT_PASSED: string): readonly object[] {
  const written: object[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    written.push(JSON.parse(String(line)));
    return true;
  });
  const deps = createDeps({ METRIC_SCOPE: 'Stack', COUNT_PASSED });
  deps.countChallenge(Date.now(), 'callbacks');
  deps.countPassed('callbacks');
  write.mockRestore();
  return written;
}

const challenge = expect.objectContaining({ Scope: 'Stack', Stage: 'callbacks', MoChallenged: 1 });

it('with two stages a call that passes is a sample of 0 in its stage, so that the samples are all calls', () => {
  jest.useFakeTimers({ now: 30_000 });
  expect(lines('true')).toEqual([
    challenge,
    expect.objectContaining({ Scope: 'Stack', Stage: 'callbacks', MoChallenged: 0 }),
  ]);
  expect(lines('false')).toEqual([challenge]);
  jest.useRealTimers();
});
