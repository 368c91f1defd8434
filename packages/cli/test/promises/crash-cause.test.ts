import { join } from 'node:path';
import { moMessage } from '../../../../test/support/mo-message';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { type OpsCloud, startOpsCloud } from '../support/ops-cloud';

jest.setTimeout(240_000);

const newFolder = temporaryFolder();
let cloud: OpsCloud;

// Five tries take seven minutes of SQS' clock.
beforeAll(async () => {
  cloud = await startOpsCloud(join(newFolder(), 'data'), ['--minute', '1']);
});

afterAll(() => cloud.stop());

it('a callback that kills the consumer five times is a dead letter that says so, by what Lambda logs', async () => {
  await cloud.control('POST', 'faults', { service: 'events', mode: 'slow', delayMs: 3_000 });
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'consumer', mode: 'crash', delayMs: 1_500 });
  const answer = await cloud.postMo(moMessage);
  expect(answer.status).toBe(200);
  await until(async () => (await cloud.state()).deadLetterQueue.visible === 1);
  const [letter] = (await cloud.ops('dead', 'list')).json.messages;
  expect(letter).toMatchObject({ step: 'invocation', cause: 'crashed', envelope: true });
  const found = (await cloud.ops('find', letter.messageId)).json.callbacks;
  expect(found).toMatchObject([{ state: 'dead', cause: 'invocation: crashed' }]);
});
