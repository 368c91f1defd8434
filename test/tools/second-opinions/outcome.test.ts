import { failed, passed, reportOf, skipped } from '../../../tools/second-opinions/outcome';

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
