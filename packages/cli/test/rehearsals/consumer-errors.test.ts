import { until } from '../../../../test/support/until';
import { functionLines, lastWords } from '../support/function-lines';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('ConsumerErrors: the batch of a consumer that died comes back, and each callback of it is published once', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'consumer', mode: 'crash', count: 1 });
  for (const id of ['one', 'two']) await until(async () => (await cloud.postMo(moMessage(id))).status === 200);
  await cloud.fires('ConsumerErrors');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#consumererrors');
  const words = await functionLines(cloud, 'ConsumerLogGroupName', lastWords);
  expect(words.join('\n')).toContain('Runtime.ExitError');

  await cloud.drained();
  expect((await cloud.ops('dead', 'list')).json.count).toBe(0);

  await cloud.ends('ConsumerErrors');
  expect((await cloud.ops('smoke')).json.ok).toBe(true);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published().filter((id) => id !== undefined)).toEqual(expect.arrayContaining(['one', 'two']));
  expect(cloud.published().filter((id) => id === 'one' || id === 'two')).toHaveLength(2);
});
