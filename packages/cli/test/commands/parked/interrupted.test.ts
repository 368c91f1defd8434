import { readdirSync } from 'node:fs';
import { temporaryFolder } from '../../../../../test/support/temporary-folder';
import { deadExport, deadShow } from '../../../src/commands/dead';
import { givenOps } from '../../support/ops-context';

const newFolder = temporaryFolder();

it('a dead letter that is not among the first 1,000 may be in the queue, and show says so', async () => {
  const note = async (count: number) => {
    let left = count;
    const { context, notes } = givenOps({
      outputs: { DeadLetterQueueUrl: 'dead', ConsumerLogGroupName: 'consumer' },
      answers: {
        GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: String(count) } }),
        ReceiveMessage: () => {
          const Messages = Array.from({ length: Math.min(10, left) }, (_, index) => ({
            ...{ MessageId: `m${left - index}`, ReceiptHandle: 'h', Body: 'no envelope' },
            Attributes: { SentTimestamp: '0', ApproximateReceiveCount: '1' },
          }));
          left -= Messages.length;
          return { Messages };
        },
        FilterLogEvents: () => ({ events: [] }),
        ChangeMessageVisibilityBatch: () => ({ Successful: [], Failed: [] }),
      },
    });
    const program = deadShow.toCommander(async (_options, execute) => {
      await execute(context);
    });
    await program.parseAsync(['unknown'], { from: 'user' });
    return notes.join(' ');
  };
  expect(await note(1_200)).toContain('It looked at the first 1,000 of a queue');
  expect(await note(12)).not.toContain('It looked at');
});

it.each([
  ['export', deadExport, 'letters.jsonl'],
  ['show', deadShow, 'request-a'],
])('%s that is interrupted leaves no partial file, and does not report an empty queue', async (_, command, word) => {
  const directory = newFolder();
  const { context, notes } = givenOps({
    outputs: { DeadLetterQueueUrl: 'dead', ConsumerLogGroupName: 'consumer' },
    io: { directory, interrupted: AbortSignal.abort() },
    answers: { GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '7' } }) },
  });
  const program = command.toCommander(async (_options, execute) => {
    await execute(context);
  });
  await expect(program.parseAsync([word], { from: 'user' })).rejects.toMatchObject({ name: 'AbortError' });
  expect([notes, readdirSync(directory)]).toEqual([[], []]);
});
