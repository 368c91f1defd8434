import { find } from '../../src/commands/find';
import type { Answer } from '../../src/frame/command';
import { awsFailure, givenOps, type OpsAnswers } from '../support/ops-context';

const nowMs = Date.parse('2026-05-06T07:10:00Z');
const queue = (name: string) => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
const outputs = {
  ...{ CallbackQueueUrl: queue('callbacks'), RetryQueueUrl: queue('retry'), DeadLetterQueueUrl: queue('dead') },
  ...{ IngestLogGroupName: '/ingest', ConsumerLogGroupName: '/consumer' },
  ...{ LedgerTableName: 'ledger', BucketName: 'bucket', ApiStageName: 'callbacks' },
};
const internal = awsFailure('InternalFailure', 'try again');
const nothing: OpsAnswers = {
  GetQueueAttributes: () => ({ Attributes: {} }),
  GetMetricData: () => ({}),
  FilterLogEvents: () => ({}),
  ListObjectsV2: () => ({}),
  Query: () => ({}),
};
const two = { Attributes: { ApproximateNumberOfMessages: '2' } };
const published = { sk: { S: '-' }, state: { S: 'published' }, eventId: { S: 'e' } };
const ofMo = ({ ExpressionAttributeValues }: Readonly<Record<string, unknown>>) =>
  JSON.stringify(ExpressionAttributeValues).includes('"mo#') ? { Items: [published] } : {};

async function look(id: string, answers: OpsAnswers) {
  const given = givenOps({ nowMs, outputs, answers: { ...nothing, ...answers } });
  let answer: Answer | undefined;
  const command = find.toCommander(async (_options, execute) => {
    answer = await execute(given.context);
  });
  await command.parseAsync([id, '--since', '2026-05-06T00:00:00Z'], { from: 'user' });
  return { code: answer?.code, json: answer?.json, notes: given.notes.join('\n') };
}

it('says that nothing was seen only if it could look everywhere', async () => {
  const why = expect.stringMatching(/^No callback with the id m-1 was found\. It never arrived, /);
  expect(await look('m-1', {})).toMatchObject({ code: 1, json: { state: 'never-seen', why } });
});

it.each<[string, OpsAnswers]>([
  ['the ledger', { Query: () => internal }],
  ['the dead letters', { GetQueueAttributes: [internal, { Attributes: {} }, { Attributes: {} }] }],
  ['the queues', { GetQueueAttributes: () => internal }],
  ['the queues', { GetQueueAttributes: [{ Attributes: {} }, two, two, two, two], ReceiveMessage: () => internal }],
  ['the unrecognized callbacks', { ListObjectsV2: () => internal }],
  ['the logs', { FilterLogEvents: () => internal }],
])('does not know if it could not read %s', async (place, answers) => {
  const { code, json, notes } = await look('m-1', answers);
  expect([code, json]).toEqual([
    1,
    expect.objectContaining({ found: false, state: 'unknown', leftOut: expect.arrayContaining([place]) }),
  ]);
  expect(notes).toMatch(/Could not read .*: InternalFailure: try again\. It may be there\./);
});

it('does not know either if CloudWatch does not say how many requests were refused', async () => {
  const { json } = await look('5d0c6b6e-0000-4000-8000-00000000a001', { GetMetricData: () => internal });
  expect(json).toMatchObject({ state: 'unknown', leftOut: ['how many requests were refused'] });
});

it('shows what it found elsewhere', async () => {
  const { code, json, notes } = await look('m-1', { Query: ofMo, ListObjectsV2: () => internal });
  expect([code, json]).toMatchObject([0, { callbacks: [{ state: 'published', eventId: 'e' }] }]);
  expect(notes).toBe('Could not read what was dropped, the unrecognized callbacks: InternalFailure: try again.');
});
