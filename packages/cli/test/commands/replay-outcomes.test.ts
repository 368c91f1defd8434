import { replay } from '../../src/commands/replay';
import { givenOps } from '../support/ops-context';

const nowMs = Date.parse('2026-05-06T12:00:00Z');
const span = ['--from', '2026-05-06T10:00:00Z', '--to', '2026-05-06T11:00:00Z'];
const outputs = {
  ...{ EventBusName: 'bus', EventArchiveArn: 'arn:aws:events:us-east-1:111122223333:archive/a' },
  ConsumerLogGroupName: 'consumer',
};

/** A dry run for a rule of this pattern; the consumer published one callback, at 10:30. */
async function dryRun(pattern: object, more: Readonly<Record<string, string>> = {}) {
  const line = { code: 'Published', detailType: 'MO Message', waitedMs: 0 };
  const timestamp = Date.parse('2026-05-06T10:30:00Z');
  const { context, notes } = givenOps({
    ...{ nowMs, outputs: { ...outputs, ...more } },
    answers: {
      DescribeRule: () => ({ Arn: 'arn', EventPattern: JSON.stringify(pattern), State: 'ENABLED' }),
      DescribeArchive: () => ({ RetentionDays: 30 }),
      DescribeLogGroups: () => ({ logGroups: [{ logGroupName: 'consumer', retentionInDays: 30 }] }),
      FilterLogEvents: ({ startTime = 0, endTime = 0 }) => ({
        events:
          timestamp >= Number(startTime) && timestamp <= Number(endTime)
            ? [{ timestamp, eventId: '1', message: JSON.stringify(line) }]
            : [],
      }),
    },
  });
  let json: unknown;
  const commander = replay.toCommander(async (_options, execute) => {
    ({ json } = await execute(context));
  });
  await commander.parseAsync([...span, '--rule', 'R', '--dry-run'], { from: 'user' });
  return { json, notes: notes.join('\n') };
}

const ofTypes = (...types: readonly string[]) => ({ source: ['vibes.callbacks'], 'detail-type': types });
const withOutcomes = { OutcomesTableName: 'outcomes' };

it.each(['Message Outcome', 'Message Submitted'])(
  'replays a rule that takes %s, of which the consumer logs nothing',
  async (type) => {
    const { json, notes } = await dryRun(ofTypes(type), withOutcomes);
    expect(json).toMatchObject({ state: 'NOT_STARTED', events: 0, receivedFrom: '2026-05-06T10:00:00.000Z' });
    expect(notes).toContain(`The consumer's log does not have ${type}, so`);
  },
);

it.each([ofTypes('MO Message', 'Message Outcome'), { source: ['vibes.callbacks'] }])(
  'replays the outcomes before the first callback too (%j)',
  async (pattern) => {
    const { json } = await dryRun(pattern, withOutcomes);
    expect(json).toMatchObject({ events: 1, receivedFrom: '2026-05-06T10:00:00.000Z' });
  },
);

it('knows the types of a rule that takes some of the sender’s as well', async () => {
  const either = { $or: [ofTypes('MO Message'), { 'detail-type': ['Message Submitted'] }] };
  const { json, notes } = await dryRun(either, withOutcomes);
  expect(json).toMatchObject({ events: 1, receivedFrom: '2026-05-06T10:00:00.000Z' });
  expect(notes).toContain("The consumer's log does not have Message Submitted, so");
});

it('starts at the first callback for a rule that takes no outcomes', async () => {
  const { json, notes } = await dryRun(ofTypes('MO Message'), withOutcomes);
  expect(json).toMatchObject({ events: 1, receivedFrom: '2026-05-06T10:29:59.000Z' });
  expect(notes).not.toContain('does not have');
});

it('says that there is nothing to replay in a stack without outcomes', async () => {
  expect((await dryRun(ofTypes('Message Outcome'))).json).toMatchObject({ state: 'NOTHING_TO_REPLAY' });
});
