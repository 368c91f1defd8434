import { moMessage, rehearse } from '../support/rehearsal';
import { until } from '../support/until';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('MoRefused: Vibes sends no credentials until it is told them again, and its next attempt is published once', async () => {
  const cloud = rehearsal();
  const refused = await cloud.post('SmsMoUrl', moMessage('one'));
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Basic /)]);
  await cloud.fires('MoRefused');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toContain('RUNBOOK.md#morefused');
  expect(await cloud.isIn('ALARM', 'MoUnauthorized')).toBe(false);
  expect((await cloud.ops('credentials', 'status')).json.current).toMatchObject({ lastUsedAt: null, inUse: false });

  // What Vibes is told: where, and by which password.
  const { url, username, password } = (await cloud.ops('credentials', 'show', '--show-content')).json;
  const authorization = `Basic ${btoa(`${username}:${password}`)}`;
  const send = () => fetch(url, { method: 'POST', body: moMessage('one'), headers: { authorization } });
  await until(async () => (await send()).status === 200);
  await cloud.drained();

  await cloud.ends('MoRefused');
  await until(async () => (await cloud.ops('credentials', 'status')).json.current.used.lastHour > 0);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published()).toEqual(['one']);
});
