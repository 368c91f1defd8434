import { failed, passed, reportOf, skipped } from '../../src/second-opinions/outcome';

test('each check is a line, a failure shows what was said, and the last line counts', () => {
  const outcomes = [
    passed('cfn-lint', '99 resources'),
    skipped('moto', 'there is no Python here'),
    failed('ledger', 'the tests fail', 'expected 1\nreceived 2\n'),
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
  const report = reportOf([passed('a', 'fine', ['without b', 'c is d']), passed('e', 'fine')]);
  expect(report.split('\n').slice(0, 4)).toEqual([
    'passed   a: fine',
    '         - without b',
    '         - c is d',
    'passed   e: fine',
  ]);
});
