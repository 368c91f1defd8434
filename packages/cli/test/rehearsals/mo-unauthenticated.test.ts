import { until } from '../../../../test/support/until';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('MoUnauthenticated: what came by the wrong URL is vouched for, and published once as an MO message', async () => {
  const cloud = rehearsal();
  await until(async () => (await cloud.post('SmsReceiptUrl', moMessage('one'))).status === 200);
  await cloud.fires('MoUnauthenticated');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'look']);
  expect(found.json.unrecognized.lastDay).toEqual({ 'mo-unauthenticated': 1 });
  expect(found.err).toContain('unrecognized list');

  const reason = ['--reason', 'mo-unauthenticated'] as const;
  const { json } = await cloud.ops('unrecognized', 'list', ...reason);
  expect(json.callbacks).toMatchObject([{ route: '/sms/receipt', reprocessedAt: null }]);
  const sent = await cloud.ops('unrecognized', 'reprocess', ...reason, '--vouch', '--yes');
  expect([sent.code, sent.json.reprocessed]).toEqual([0, 1]);
  await cloud.drained();

  await cloud.ends('MoUnauthenticated');
  expect((await cloud.ops('unrecognized', 'list', ...reason)).json.callbacks).toMatchObject([
    { reprocessedAt: expect.any(String) },
  ]);
  expect((await cloud.ops('find', 'one')).json.callbacks).toContainEqual(
    expect.objectContaining({ family: 'mo', state: 'published' }),
  );
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});
