import { CheckFailed, type CheckOutcome, check, reportOf } from '../../src/second-opinions/outcome';

const tool = { path: 'python' };

test('a check is skipped where a tool is missing, and fails where it throws', async () => {
  const missing = { missing: 'there is no Python here' };
  const fails = (error: Error) => check('x', [tool], async () => Promise.reject(error));
  expect(await check('x', [tool, missing], async () => 'never run')).toEqual({
    ...{ status: 'skipped', name: 'x' },
    detail: 'there is no Python here',
  });
  expect(await check('x', [tool], async (python) => `ran ${python}`)).toMatchObject({
    ...{ status: 'passed', detail: 'ran python' },
  });
  expect(await fails(new CheckFailed('2 differ', 'a\nb'))).toMatchObject({
    ...{ status: 'failed', detail: '2 differ', output: 'a\nb' },
  });
  expect(await fails(new Error('no port'))).toMatchObject({
    ...{ status: 'failed', detail: 'it could not be run to its end', output: 'no port' },
  });
});

test('each check is a line, a failure shows what was said, and the last line counts', () => {
  const outcomes: readonly CheckOutcome[] = [
    { status: 'passed', name: 'cfn-lint', detail: '99 resources' },
    { status: 'skipped', name: 'moto', detail: 'there is no Python here' },
    { status: 'failed', name: 'ledger', detail: 'the tests fail', output: 'expected 1\nreceived 2\n' },
  ];
  expect(reportOf(outcomes)).toBe(
    [
      'passed   cfn-lint: 99 resources',
      'skipped  moto: there is no Python here',
      'failed   ledger: the tests fail',
      '',
      '--- ledger',
      'expected 1',
      'received 2',
      '',
      '1 passed, 1 failed, 1 skipped',
      '',
    ].join('\n'),
  );
});

test('the notes of an outcome stand below its line', () => {
  const report = reportOf([
    { status: 'passed', name: 'a', detail: 'fine', notes: ['without b', 'c is d'] },
    { status: 'passed', name: 'e', detail: 'fine' },
  ]);
  expect(report.split('\n').slice(0, 4)).toEqual([
    'passed   a: fine',
    '         - without b',
    '         - c is d',
    'passed   e: fine',
  ]);
});
