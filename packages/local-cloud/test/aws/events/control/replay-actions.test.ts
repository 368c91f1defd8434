import { until } from '../../../support/until';
import { arn, event, given, seconds } from './given';

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
});
