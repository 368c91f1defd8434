import { setTimeout } from 'node:timers/promises';
import { until } from '../../../../test/support/until';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('MoRefused: Vibes sends no credentials until it is told them again, and its next attempt is published once', async () => {
  const cloud = rehearsal();
  const refused = await cloud.post('SmsMoUrl', moMessage('one'));
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Basic /)]);
  // In each of the next minutes.
  const more = 6;
  for (let count = 0; count < more; count += 1) {
    await setTimeout(500);
    expect((await cloud.post('SmsMoUrl', moMessage('one'))).status).toBe(401);
  }
  await cloud.fires('MoRefused');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  // One whose second is the last of a minute counts in the next minute, too.
  const { challenged } = found.json.turnedAway;
  expect(challenged).toBeGreaterThan(more);
  expect(found.err).toContain('RUNBOOK.md#morefused');
  expect(await cloud.isIn('ALARM', 'MoUnauthorized')).toBe(false);
  expect(await cloud.isIn('ALARM', 'CallerRefused')).toBe(false);
  expect((await cloud.ops('credentials', 'status')).json.current).toMatchObject({ lastUsedAt: null, inUse: false });

  // What Vibes is told: where, and by which password.
  const { url, username, password } = (await cloud.ops('credentials', 'show', '--show-content')).json;
  const authorization = `Basic ${btoa(`${username}:${password}`)}`;
  const send = () => fetch(url, { method: 'POST', body: moMessage('one'), headers: { authorization } });
  await until(async () => (await send()).status === 200);
  for (let count = 0; count < challenged; count += 1) await send();
  await cloud.drained();

  await cloud.ends('MoRefused', 'CallbacksAtRisk');
  await until(async () => (await cloud.ops('credentials', 'status')).json.current.used.lastHour > 0);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published()).toEqual(['one']);
});

it('MoRefused: a part of the messages has no password, and a client that waits for the challenge is left in peace', async () => {
  const cloud = rehearsal();
  const password = `Basic ${btoa(`${cloud.credentials.username}:${cloud.credentials.password}`)}`;
  const send = async (method: string, headers: Record<string, string>) => {
    const answer = await fetch(cloud.outputs.SmsMoUrl ?? '', { method, body: moMessage('part'), headers });
    return answer.status;
  };
  await until(async () => {
    // One short code has its password at Vibes; two others have none, and are sent by PUT.
    expect(await send('POST', { authorization: password })).toBe(200);
    for (let count = 0; count < 2; count += 1) expect(await send('PUT', {})).toBe(401);
    return cloud.isIn('ALARM', 'MoRefused');
  });
  await until(async () => {
    expect(await send('PUT', {})).toBe(401);
    expect(await send('PUT', { authorization: password })).toBe(200);
    return cloud.isIn('OK', 'MoRefused');
  });
  expect(await cloud.isIn('ALARM', 'CallerRefused')).toBe(false);
});

it('MoRefused: the MO route alone is down, beside receipts that are taken', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'challenge', mode: 'error' });
  const receipt = () => cloud.post('SmsReceiptUrl', '<mtMessageResponse/>');
  await until(async () => {
    expect((await cloud.postMo(moMessage('two'))).status).toBeGreaterThanOrEqual(500);
    for (let count = 0; count < 3; count += 1) expect((await receipt()).status).toBe(200);
    return cloud.isIn('ALARM', 'MoRefused');
  });
  expect(await cloud.isIn('ALARM', 'GatewayErrors')).toBe(true);
  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.postMo(moMessage('two'))).status === 200);
  await cloud.drained();

  await cloud.ends('MoRefused', 'GatewayErrors', 'CallbacksAtRisk');
  expect(cloud.published().filter((id) => id === 'two')).toHaveLength(1);
});
