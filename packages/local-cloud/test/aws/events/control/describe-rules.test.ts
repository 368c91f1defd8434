import { arn, given } from './given';

it('a bus is described by name or ARN', async () => {
  const { ask, needs } = given();
  const bus = { Name: 'callbacks', Arn: arn('event-bus/callbacks') };
  expect(await ask('DescribeEventBus', { Name: 'callbacks' })).toEqual(bus);
  expect(await ask('DescribeEventBus', { Name: bus.Arn })).toEqual(bus);
  expect(await ask('DescribeEventBus')).toEqual({ Name: 'default', Arn: arn('event-bus/default') });
  expect(await ask('DescribeEventBus', { Name: 'other' })).toMatchObject({ error: 'ResourceNotFoundException' });
  expect(needs('DescribeEventBus', { Name: 'callbacks' })).toEqual([`events:DescribeEventBus ${bus.Arn}`]);
});

describe('the rules', () => {
  it('are listed by their bus, and described with their targets', async () => {
    const { ask, ruleArn } = given();
    const rule = {
      Name: 'orders',
      Arn: ruleArn,
      EventPattern: '{"detail-type":["MO Message"]}',
      State: 'ENABLED',
      EventBusName: 'callbacks',
    };
    expect(await ask('ListRules', { EventBusName: 'callbacks' })).toEqual({ Rules: [rule] });
    expect(await ask('ListRules', { EventBusName: arn('event-bus/callbacks') })).toEqual({ Rules: [rule] });
    expect(await ask('ListRules', { EventBusName: 'callbacks', NamePrefix: 'x' })).toEqual({ Rules: [] });
    expect(await ask('ListRules')).toEqual({ Rules: [] });
    expect(await ask('DescribeRule', { Name: 'orders', EventBusName: 'callbacks' })).toEqual(rule);
    expect(await ask('ListTargetsByRule', { Rule: 'orders', EventBusName: 'callbacks' })).toEqual({
      Targets: [{ Id: 'Target0', Arn: 'arn:aws:sqs:us-east-1:000000000000:orders' }],
    });
    expect(await ask('DescribeRule', { Name: 'orders' })).toMatchObject({ error: 'ResourceNotFoundException' });
  });
});
