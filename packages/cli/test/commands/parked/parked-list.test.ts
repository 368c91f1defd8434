import { deadList } from '../../../src/commands/dead';
import type { Answer } from '../../../src/frame/command';
import { givenOps, type OpsAnswers } from '../../support/ops-context';

const nowMs = Date.parse('2026-05-06T07:10:00Z');
const queue = (visible: number, inFlight: number) => ({
  Attributes: {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
  },
});

async function list(answers: OpsAnswers, now = () => nowMs) {
  const outputs = { DeadLetterQueueUrl: 'https://sqs/0/dead', ConsumerLogGroupName: '/consumer', BucketName: 'bucket' };
  const given = givenOps({ outputs, answers, io: { now } });
  let answer: Answer | undefined;
  const command = deadList.toCommander(async (_options, execute) => {
    answer = await execute(given.context);
  });
  await command.parseAsync([], { from: 'user' });
  return { json: answer?.json, text: answer?.text(), notes: given.notes };
}

it('reports no dead letters only when the queue is empty', async () => {
  expect(await list({ GetQueueAttributes: () => queue(0, 0) })).toMatchObject({
    ...{ json: { count: 0 }, text: 'There are no dead letters.', notes: [] },
  });
  const { json, text, notes } = await list({ GetQueueAttributes: () => queue(0, 2), ReceiveMessage: () => ({}) });
  expect(json).toEqual({ count: 2, messages: [] });
  expect(text).toBe('None of about 2 dead letters can be shown now.');
  expect(notes).toEqual([expect.stringMatching(/^About 2 are not shown: in flight and visible again in a minute/)]);
});

it('says that causes may be missing if there was no time to read the logs', async () => {
  let isLate = false;
  const message = { MessageId: 'm', Body: 'what is no envelope', Attributes: { SentTimestamp: String(nowMs - 1) } };
  const { notes } = await list(
    {
      GetQueueAttributes: [queue(1, 0), queue(0, 1)],
      ReceiveMessage: [{ Messages: [message] }],
      FilterLogEvents: () => {
        isLate = true;
        return { nextToken: 't' };
      },
      ChangeMessageVisibilityBatch: () => ({}),
    },
    () => (isLate ? nowMs + 60_000 : nowMs),
  );
  expect(notes).toEqual(['There was no time to read all of the logs: steps and causes may be missing.']);
});
