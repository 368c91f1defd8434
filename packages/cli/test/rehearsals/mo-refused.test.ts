import { until } from '../../../../test/support/until';
import { moMessage, rehearse } from '../support/rehearsal';

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

it('MoRefused: a part of the messages is refused beside others, by PUT and from a new address', async () => {
  const cloud = rehearsal();
  const password = `Basic ${btoa(`${cloud.credentials.username}:${cloud.credentials.password}`)}`;
  const send = async (method: string, headers: Record<string, string>) => {
    const answer = await fetch(cloud.outputs.SmsMoUrl ?? '', { method, body: moMessage('part'), headers });
    return answer.status;
  };
  await until(async () => {
    // One short code has its password at Vibes; another has none and is sent by PUT; one is sent from a new address.
    expect(await send('POST', { authorization: password })).toBe(200);
    expect(await send('PUT', {})).toBe(401);
    expect(await send('POST', { authorization: password, 'x-local-source-ip': '198.51.100.7' })).toBe(403);
    return cloud.isIn('ALARM', 'MoRefused');
  });
  expect(await cloud.isIn('ALARM', 'CallerRefused')).toBe(false);
  expect((await cloud.ops('status')).err).toContain('RUNBOOK.md#morefused');

  // Vibes has the password and the address: a client that waits for the challenge leaves it in peace.
  await until(async () => {
    expect(await send('PUT', {})).toBe(401);
    expect(await send('PUT', { authorization: password })).toBe(200);
    return cloud.isIn('OK', 'MoRefused');
  });
});
