import { arn, given, seconds } from './given';

describe('a replay', () => {
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
