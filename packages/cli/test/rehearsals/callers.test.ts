import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { writeSettings } from '../../../../lib/write-settings';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { clientOptions } from '../support/ops-cloud';
import { moMessage, type Rehearsal, rehearse } from '../support/rehearsal';
import { withTheAddress } from '../support/with-the-address';

const rehearsal = rehearse();
const newFolder = temporaryFolder();
const projectDirectory = resolve(__dirname, '..', '..', '..', '..');
const fromNewAddress = { 'x-local-source-ip': '198.51.100.7' };

it('MoRefused: Vibes sends no credentials until it is told them again, and its next attempt is published once', async () => {
  const cloud = rehearsal();
  const refused = await cloud.post('SmsMoUrl', moMessage('one'));
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Basic /)]);
  // In each of the next minutes. It takes three to fire.
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
  const { byGatewayOnMo: challenged } = found.json.turnedAway;
  expect(challenged).toBeGreaterThan(more);
  expect(found.err).toContain('RUNBOOK.md#morefused');
  expect(cloud.isIn('ALARM', 'MoUnauthorized')).toBe(false);
  expect(cloud.isIn('ALARM', 'CallerRefused')).toBe(false);
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

it('MoRefused: of a client that waits for the challenge, one message in four has no password until it is told it', async () => {
  const cloud = rehearsal();
  const password = `Basic ${btoa(`${cloud.credentials.username}:${cloud.credentials.password}`)}`;
  const send = async (method: string, headers: Record<string, string>) => {
    const answer = await fetch(cloud.outputs.SmsMoUrl ?? '', { method, body: moMessage('part'), headers });
    return answer.status;
  };
  await until(async () => {
    // Three short codes have their password at Vibes; another has none, and is sent by PUT.
    for (let count = 0; count < 3; count += 1) {
      expect(await send('POST', {})).toBe(401);
      expect(await send('POST', { authorization: password })).toBe(200);
    }
    expect(await send('PUT', {})).toBe(401);
    return cloud.isIn('ALARM', 'MoRefused');
  });
  await until(async () => {
    expect(await send('PUT', { authorization: password })).toBe(200);
    return cloud.isIn('OK', 'MoRefused');
  });
  expect(cloud.isIn('ALARM', 'CallerRefused')).toBe(false);
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
  expect(cloud.isIn('ALARM', 'GatewayErrors')).toBe(true);
  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.postMo(moMessage('two'))).status === 200);
  await cloud.drained();

  await cloud.ends('MoRefused', 'GatewayErrors', 'CallbacksAtRisk');
  expect(cloud.published().filter((id) => id === 'two')).toHaveLength(1);
});

it('GatewayErrorsPersist: the authorizer is throttled, beside receipts that are taken, until somebody is woken', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'challenge', mode: 'throttle' });
  await until(async () => {
    expect((await cloud.postMo(moMessage('three'))).status).toBeGreaterThanOrEqual(500);
    for (let count = 0; count < 3; count += 1) {
      expect((await cloud.post('SmsReceiptUrl', '<mtMessageResponse/>')).status).toBe(200);
    }
    return cloud.isIn('ALARM', 'GatewayErrorsPersist');
  });
  await cloud.fires('CallbacksAtRisk');
  // Nothing counts a call that the gateway could not hand over.
  for (const id of ['MoRefused', 'IngestDown', 'CallerRefused']) expect(cloud.isIn('ALARM', id)).toBe(false);
  expect((await cloud.ops('status')).err).toContain('RUNBOOK.md#gatewayerrors');
  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.postMo(moMessage('three'))).status === 200);
  await cloud.drained();

  await cloud.ends('GatewayErrorsPersist', 'CallbacksAtRisk');
  expect(cloud.published().filter((id) => id === 'three')).toHaveLength(1);
});

it('CallerRefused: Vibes calls from a new address, is let in by a setting and a deployment, and nothing is lost', async () => {
  const cloud = rehearsal();
  const personAdded = () => cloud.post('PlatformUrl', '{"event_id":"one","event_type":"person_added"}', fromNewAddress);
  expect((await personAdded()).status).toBe(403);
  await cloud.fires('CallerRefused');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'look']);
  expect(found.err).toContain('RUNBOOK.md#callerrefused');

  const directory = newFolder();
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(projectDirectory, 'cdk.json'), join(directory, 'cdk.json'));
  const settings = join(directory, 'settings.json');
  writeSettings(settings, ['extraAddresses=198.51.100.7']);
  const addresses = async () => {
    const { out } = await cloud.say(['doctor', '--json'], { directory });
    return JSON.parse(out).checks.find(({ name }: { name: string }) => name === 'addresses');
  };
  expect(await addresses()).toMatchObject({ status: 'fail', detail: 'not allowed: 198.51.100.7/32' });
  await cloud.deployEdited(withTheAddress);
  expect(await addresses()).toMatchObject({ status: 'ok' });
  await until(async () => (await personAdded()).status === 200);
  await cloud.drained();

  await cloud.ends('CallerRefused');
  const { out } = await cloud.say(['tail', '--since', '10m', '--no-follow']);
  expect(out).toContain('Platform Event');
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.events()).toHaveLength(1);
});

it('MostRefused: all of Vibes calls from a new address, somebody is woken, and lets it in', async () => {
  const cloud = rehearsal();
  const event = (id: number) => `{"event_id":"${id}","event_type":"person_added"}`;
  const burst = () =>
    Promise.all(Array.from({ length: 20 }, (_, id) => cloud.post('PlatformUrl', event(id), fromNewAddress)));
  await until(async () => {
    expect((await burst()).map(({ status }) => status)).toEqual(Array(20).fill(403));
    return cloud.isIn('ALARM', 'MostRefused');
  });
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toContain('RUNBOOK.md#mostrefused');

  await cloud.deployEdited(withTheAddress);
  await until(async () => (await burst()).every(({ status }) => status === 200));
  await cloud.drained();

  await cloud.ends('MostRefused', 'CallerRefused', 'CallbacksAtRisk');
  expect(cloud.events()).toHaveLength(20);
});

it('MoUnauthorized: the password that Vibes still has is put back, and its next attempt is published once', async () => {
  const cloud = rehearsal();
  // Two rotations that Vibes was not told of: `pw` is neither the current nor the previous one any more.
  for (const password of ['second', 'third']) {
    expect((await cloud.ops('credentials', 'rotate', '--password', password, '--yes')).code).toBe(0);
  }
  // Functions that run know the password before for up to five minutes: new ones do not.
  await cloud.deploy();
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
  await cloud.deploy();
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('MoUnauthorized', 'MoRefused');
  await until(async () => (await cloud.ops('credentials', 'status')).json.current.used.lastHour > 0);
  // The refusals stay in the counts of the last hour, and nobody has to act on them any more.
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect(cloud.published()).toEqual(['one']);
});

it('SecretUnreadable: the value before is put back, and Vibes’ password is accepted throughout', async () => {
  const cloud = rehearsal();
  const secrets = new SecretsManagerClient(clientOptions(cloud.dataDir));
  const SecretId = cloud.outputs.MoSecretArn;
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: '{"username":"vibes","password":""}' }));
  // Functions that have read nothing yet.
  await cloud.control('POST', 'reset');
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.fires('SecretUnreadable');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toContain('RUNBOOK.md#secretunreadable');
  const { status, fix } = await secretCheck(cloud);
  expect(status).toBe('fail');

  const refused = await cloud.ops('credentials', 'rotate', '--user-name', 'vibes', '--yes');
  expect([refused.code, refused.json.rotated]).toEqual([1, false]);
  // A rotation would drop what Vibes sends.
  expect(refused.err).toMatch(/"npm run ops -- doctor --local .*" prints the command/);
  await putBack(secrets, fix);
  await until(async () => (await cloud.ops('credentials', 'retire', '--force', '--yes')).json.retired);
  await cloud.control('POST', 'reset');
  await until(async () => (await cloud.postMo(moMessage('two'))).status === 200);
  await cloud.drained();

  await cloud.ends('SecretUnreadable', 'CallbacksAtRisk');
  expect((await cloud.ops('smoke')).json.ok).toBe(true);
  expect((await secretCheck(cloud)).status).toBe('ok');
  expect(cloud.published()).toContain('two');
});

async function secretCheck(cloud: Rehearsal): Promise<{ readonly status: string; readonly fix: string }> {
  const { json } = await cloud.ops('doctor');
  return json.checks.find(({ name }: { name: string }) => name === 'MO secret');
}

/** As the line does that doctor prints. */

async function putBack(secrets: SecretsManagerClient, line: string): Promise<void> {
  const option = (name: string) => new RegExp(`--${name} (\\S+?)(;| |$)`).exec(line)?.[1];
  expect(line).toMatch(
    /^aws secretsmanager update-secret-version-stage .* && npm run ops -- credentials retire --force --local/,
  );
  await secrets.send(
    new UpdateSecretVersionStageCommand({
      SecretId: option('secret-id'),
      VersionStage: option('version-stage'),
      MoveToVersionId: option('move-to-version-id'),
      RemoveFromVersionId: option('remove-from-version-id'),
    }),
  );
}
