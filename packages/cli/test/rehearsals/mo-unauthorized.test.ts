import { until } from '../../../../test/support/until';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('MoUnauthorized: the password that Vibes still has is put back, and its next attempt is published once', async () => {
  const cloud = rehearsal();
  // Two rotations that Vibes was not told of: `pw` is neither the current nor the previous one any more.
  for (const password of ['second', 'third']) {
    expect((await cloud.ops('credentials', 'rotate', '--password', password, '--yes')).code).toBe(0);
  }
  // Functions that run know the password before for up to five minutes: new ones do not.
  await cloud.control('POST', 'deploy', {});
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 401);
  await cloud.fires('MoUnauthorized');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#mounauthorized');
  const { current, previous } = (await cloud.ops('credentials', 'status')).json;
  expect([current.used.lastHour, previous.used.lastHour]).toEqual([0, 0]);

  const putBack = await cloud.ops('credentials', 'rotate', '--password', 'pw', '--yes');
  expect([putBack.code, putBack.json.rotated]).toEqual([0, true]);
  // Functions that run look at the secret again within half a minute: new ones at once.
  await cloud.control('POST', 'deploy', {});
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('MoUnauthorized', 'MoRefused');
  await until(async () => (await cloud.ops('credentials', 'status')).json.current.used.lastHour > 0);
  // The refusals stay in the counts of the last hour, and nobody has to act on them any more.
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect(cloud.published()).toEqual(['one']);
});
