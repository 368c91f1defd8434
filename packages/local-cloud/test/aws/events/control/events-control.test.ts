import { arn, given } from './given';

it('permissions are asked for by ARN', () => {
  const { needs, replay, ruleArn } = given();
  expect(needs('StartReplay', replay)).toEqual([
    `events:StartReplay ${arn('archive/archive')}`,
    `events:StartReplay ${arn('replay/again')}`,
  ]);
  expect(needs('DescribeReplay', replay)).toEqual([`events:DescribeReplay ${arn('replay/again')}`]);
  expect(needs('DescribeRule', { Name: 'orders', EventBusName: 'callbacks' })).toEqual([
    `events:DescribeRule ${ruleArn}`,
  ]);
  expect(needs('DescribeArchive', { ArchiveName: 'archive' })).toEqual([
    `events:DescribeArchive ${arn('archive/archive')}`,
  ]);
  expect(needs('ListRules')).toEqual(['events:ListRules *']);
});
