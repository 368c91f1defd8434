import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { until } from '../../../../test/support/until';
import { sampleRequest } from '../../src/commands/send/sample-request';
import { clientOptions } from '../support/ops-cloud';
import { moMessage, rehearse } from '../support/rehearsal';

const rehearsal = rehearse({ rbmSecret: 'the one before' });

it('Unrecognized: a version that understands it is deployed, and what was kept is published once as what it is', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(() => undefined, withoutReceipts);
  const { body, headers } = sampleRequest('mt-message-response-carrier.xml');
  const post = () => cloud.post('SmsReceiptUrl', body, headers);
  await until(async () => (await post()).status === 200);
  await cloud.fires('Unrecognized');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'look']);
  expect(found.json.unrecognized.lastDay).toEqual({ 'unknown-root': 1 });
  expect(found.err).toContain('RUNBOOK.md#unrecognized');
  const [kept] = (await cloud.ops('unrecognized', 'list')).json.callbacks;
  expect((await cloud.ops('unrecognized', 'show', kept.eventId)).json).toMatchObject({
    callback: { reason: 'unknown-root' },
  });

  await cloud.deploy();
  const sent = await cloud.ops('unrecognized', 'reprocess', '--all', '--yes');
  expect([sent.code, sent.json.reprocessed]).toEqual([0, 1]);
  await cloud.drained();

  await cloud.ends('Unrecognized');
  expect((await cloud.ops('unrecognized', 'list')).json.callbacks).toMatchObject([
    { reprocessedAt: expect.any(String) },
  ]);
  expect((await cloud.ops('find', kept.requestId)).json.callbacks).toContainEqual(
    expect.objectContaining({ family: 'receipt', state: 'published' }),
  );
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.publishedTypes()).toEqual(['Unrecognized Callback', 'MT Message Response']);
});

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

it('RbmUnverified: Vibes signs with a new secret, which is put; what was kept meanwhile is published once', async () => {
  const cloud = rehearsal();
  const { body, headers } = sampleRequest('rbm-user-message-text.json');
  const signature = createHmac('sha512', 'the new one').update(body).digest('base64');
  const post = () => cloud.post('RbmUrl', body, { ...headers, 'x-vibes-signature': signature });
  await until(async () => (await post()).status === 200);
  await cloud.fires('RbmUnverified');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'look']);
  expect(found.err).toContain('RUNBOOK.md#rbmunverified');
  const reason = ['--reason', 'rbm-unverified'] as const;
  const { callbacks } = (await cloud.ops('unrecognized', 'list', ...reason)).json;
  expect(callbacks).toMatchObject([{ route: '/rbm', reprocessedAt: null }]);
  expect((await cloud.ops('unrecognized', 'show', callbacks[0].eventId)).code).toBe(0);

  const secrets = new SecretsManagerClient(clientOptions(cloud.dataDir));
  const SecretString = JSON.stringify({ secret: 'the new one' });
  await secrets.send(new PutSecretValueCommand({ SecretId: cloud.outputs.RbmSecretArn, SecretString }));
  const sent = await cloud.ops('unrecognized', 'reprocess', ...reason, '--vouch', '--yes');
  expect([sent.code, sent.json.reprocessed]).toEqual([0, 1]);
  await cloud.drained();
  // Functions that run look at the secret again within half a minute: new ones at once.
  await cloud.deploy();
  await until(async () => (await post()).status === 200);
  await cloud.drained();

  await cloud.ends('RbmUnverified');
  expect((await cloud.ops('unrecognized', 'list', ...reason)).json.callbacks).toMatchObject([
    { reprocessedAt: expect.any(String) },
  ]);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.publishedTypes()).toEqual(['Unrecognized Callback', 'RBM Event']);
});

/** As before the format was known: the root element's name is another one there. */
function withoutReceipts(assembly: string): void {
  const files = readdirSync(assembly, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.mjs'));
  for (const file of files.map((path) => join(assembly, path))) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('mtMessageResponse', 'formatOfTomorrow'));
  }
}
