import { until } from '../../../../test/support/until';
import { functionLines } from '../support/function-lines';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('RecordFailed: what the ledger refuses goes back to its queue, and is published once when it works again', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'dynamodb', mode: 'error' });
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.fires('RecordFailed');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#recordfailed');

  const [line = ''] = await functionLines(cloud, 'ConsumerLogGroupName', '{ $.code = "RecordFailed" }');
  const { step, cause, requestId } = JSON.parse(line);
  expect([step, cause]).toEqual(['claim', expect.stringMatching(/\w/)]);
  expect((await cloud.ops('find', requestId)).json.callbacks).toMatchObject([
    { state: expect.stringMatching(/^(waiting|claimed|dead)$/) },
  ]);
  await cloud.control('DELETE', 'faults');
  await cloud.redriven();

  await cloud.ends('RecordFailed');
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published()).toEqual(['one']);
});
