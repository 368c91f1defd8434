import { join } from 'node:path';
import { createEventsControl } from '../../../../../local/aws/events/control/events-control';
import type { ReplayedEvent } from '../../../../../local/aws/events/control/replays';
import { openEventLog } from '../../../../../local/aws/events/event-log';
import { deployTemplate } from '../../../../../local/template/deploy-template';
import { ask, needs } from '../../../../support/ask';
import { temporaryFolder } from '../../../../support/temporary-folder';
import { until } from '../../../../support/until';

const newFolder = temporaryFolder();
const arn = (resource: string) => `arn:aws:events:us-east-1:000000000000:${resource}`;
const seconds = (time: string) => Date.parse(`2026-11-25T${time}Z`) / 1000;

const event = (id: string, time: string, source = 'vibes.callbacks') =>
  `{"version":"0","id":"${id}","detail-type":"MO Message","source":"${source}","time":"2026-11-25T${time}Z","detail":{"n":1.10}}`;

function given() {
  const Resources = {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'callbacks' } },
    Archive: {
      Type: 'AWS::Events::Archive',
      Properties: {
        ArchiveName: 'archive',
        SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] },
        EventPattern: { source: ['vibes.callbacks'] },
        RetentionDays: 30,
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'orders',
        EventBusName: { Ref: 'Bus' },
        EventPattern: { 'detail-type': ['MO Message'] },
        Targets: [{ Id: 'Target0', Arn: 'arn:aws:sqs:us-east-1:000000000000:orders' }],
      },
    },
  };
  const deployment = deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
  const log = openEventLog(join(newFolder(), 'events.jsonl'));
  log.append([event('b', '10:01:00'), event('a', '10:00:00'), event('c', '10:02:00'), event('x', '10:00:30', 'other')]);
  const published: ReplayedEvent[] = [];
  const service = createEventsControl(deployment, log, (one) => published.push(one));
  const replay = {
    ReplayName: 'again',
    EventSourceArn: arn('archive/archive'),
    Destination: { Arn: arn('event-bus/callbacks'), FilterArns: [deployment.attribute('Rule', 'Arn')] },
    EventStartTime: seconds('10:00:00'),
    EventEndTime: seconds('10:02:00'),
  };
  return {
    published,
    replay,
    ruleArn: deployment.attribute('Rule', 'Arn'),
    ask: (action: string, input = {}) => ask(service, 'events', action, input),
    needs: (action: string, input = {}) => needs(service, 'events', action, input),
  };
}

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

describe('the archive', () => {
  it('has the published events that its pattern matches', async () => {
    const { ask } = given();
    const facts = {
      ArchiveName: 'archive',
      EventCount: 3,
      RetentionDays: 30,
      EventSourceArn: arn('event-bus/callbacks'),
    };
    expect((await ask('ListArchives')).Archives).toMatchObject([facts]);
    expect(await ask('DescribeArchive', { ArchiveName: 'archive' })).toMatchObject({
      ...facts,
      ArchiveArn: arn('archive/archive'),
      EventPattern: '{"source":["vibes.callbacks"]}',
    });
    expect(await ask('DescribeArchive', { ArchiveName: 'x' })).toMatchObject({ error: 'ResourceNotFoundException' });
  });
});

describe('a replay', () => {
  it('publishes the events of its time again, the oldest first, to the rules that it names', async () => {
    const { ask, replay, published, ruleArn } = given();
    expect(await ask('StartReplay', replay)).toMatchObject({ ReplayArn: arn('replay/again'), State: 'STARTING' });
    const state = async () => (await ask('DescribeReplay', { ReplayName: 'again' })).State;
    await until(async () => (await state()) === 'COMPLETED');
    expect(published.map(({ json }) => json)).toEqual([
      event('a', '10:00:00').replace('{', '{"replay-name":"again",'),
      event('b', '10:01:00').replace('{', '{"replay-name":"again",'),
    ]);
    expect(published[0]).toMatchObject({ busArn: arn('event-bus/callbacks'), onlyRules: [ruleArn] });
    expect(await ask('DescribeReplay', { ReplayName: 'again' })).toMatchObject({
      EventLastReplayedTime: seconds('10:01:00'),
      Destination: replay.Destination,
    });
    expect((await ask('ListReplays', { State: 'COMPLETED' })).Replays).toMatchObject([{ ReplayName: 'again' }]);
    expect(await ask('CancelReplay', { ReplayName: 'again' })).toMatchObject({ error: 'IllegalStatusException' });
    expect(await ask('StartReplay', replay)).toMatchObject({ error: 'ResourceAlreadyExistsException' });
  });

  it('may be cancelled before its end', async () => {
    const { ask, replay } = given();
    await ask('StartReplay', replay);
    expect(await ask('CancelReplay', { ReplayName: 'again' })).toMatchObject({ State: 'CANCELLING' });
    await until(async () => (await ask('DescribeReplay', { ReplayName: 'again' })).State === 'CANCELLED');
  });

  it.each([
    ['another archive', { EventSourceArn: arn('archive/other') }, 'ResourceNotFoundException'],
    ['another bus', { Destination: { Arn: arn('event-bus/other') } }, 'ValidationException'],
    ['an end before its start', { EventEndTime: seconds('09:00:00') }, 'ValidationException'],
    ['no start', { EventStartTime: undefined }, 'ValidationException'],
    ['a name with blanks', { ReplayName: 'once more' }, 'ValidationException'],
  ])('is refused with %s', async (_, input, error) => {
    const { ask, replay } = given();
    expect(await ask('StartReplay', { ...replay, ...input })).toMatchObject({ error });
  });
});

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
