import { readdirSync } from 'node:fs';
import { temporaryFolder } from '../../../../../test/support/temporary-folder';
import { deadExport, deadShow } from '../../../src/commands/dead';
import { givenOps } from '../../support/ops-context';

const newFolder = temporaryFolder();

it.each([
  ['export', deadExport, 'letters.jsonl'],
  ['show', deadShow, 'request-a'],
])('%s that is interrupted leaves no half of a file, and does not say that there is none', async (_, command, word) => {
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
