import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { until } from '../../../../test/support/until';
import { sampleRequest } from '../../src/commands/send/sample-request';
import { loseNotification } from '../support/lost-notification';
import { clientOptions } from '../support/ops-cloud';
import { type EditableTemplate, resourcesOf } from '../support/patched-assembly';
import { moMessage, rehearse } from '../support/rehearsal';

const rbmSecret = 'a secret of the test';
const rehearsal = rehearse({ rbmSecret });

it('OverflowUsed: a callback that the queue refused goes through the bucket, is published once, and leaves nothing there', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error' });
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.fires('OverflowUsed');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#overflowused');

  await cloud.control('DELETE', 'faults');
  expect((await cloud.ops('overflow', 'requeue', '--all', '--yes')).code).toBe(0);
  await cloud.drained();

  await cloud.ends('OverflowUsed');
  expect((await cloud.ops('overflow', 'list')).json.count).toBe(0);
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  expect(cloud.published()).toEqual(['one']);
});

it('OverflowRequeued: the daily sweep finds a callback whose notification was lost, and it is published once', async () => {
  const cloud = rehearsal();
  const requeued = () => requeuedBySweeps(cloud.dataDir);
  const sweepsBefore = requeued().length;
  await cloud.deployEdited(() => undefined, sweepTheYoungest);
  await loseNotification(cloud, () => cloud.postMo(moMessage('one')));
  expect((await cloud.ops('overflow', 'list')).json.count).toBeGreaterThan(0);
  expect(cloud.published()).toEqual([]);
  await cloud.control('POST', 'schedules');
  await cloud.fires('OverflowRequeued');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#overflowrequeued');
  await cloud.drained();

  await cloud.ends('OverflowRequeued');
  await until(async () => (await cloud.ops('overflow', 'list')).json.count === 0);
  expect((await cloud.ops('dead', 'list')).json.count).toBe(0);
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  await cloud.quiet();
  expect(cloud.published()).toEqual(['one']);

  // The next sweep finds nothing.
  await cloud.control('POST', 'schedules');
  await until(() => requeued().length === sweepsBefore + 2);
  const [first, second] = requeued().slice(sweepsBefore);
  expect(first).toBeGreaterThan(0);
  expect(second).toBe(0);
});

it('OverflowRequeued: the sweep finds a signed callback though the same body came before without its signature', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(() => undefined, sweepTheYoungest);
  const body = JSON.stringify({ eventId: 'signed-1', agentId: 'a', text: 'HELLO' });
  const signature = createHmac('sha512', rbmSecret).update(body).digest('base64');
  const post = (more: Readonly<Record<string, string>> = {}) =>
    cloud.post('RbmUrl', body, { 'content-type': 'application/json', 'x-vibes-eventclass': 'UserEvent', ...more });
  await until(async () => (await post()).status === 200);
  await until(() => cloud.publishedTypes().includes('Unrecognized Callback'));
  await cloud.drained();
  await loseNotification(cloud, () => post({ 'x-vibes-signature': signature }));
  await cloud.control('POST', 'schedules');
  await until(() => cloud.publishedTypes().includes('RBM Event'));
});

it('SweepFailed: a callback that the sweep missed is queued again by hand, and published once', async () => {
  const cloud = rehearsal();
  await loseNotification(cloud, () => cloud.postMo(moMessage('one')));
  await cloud.control('POST', 'faults', { service: 's3', mode: 'error' });
  await cloud.control('POST', 'schedules');
  await cloud.fires('SweepFailed');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#sweepfailed');
  expect((await cloud.ops('overflow', 'list')).json.count).toBeGreaterThan(0);

  await cloud.control('DELETE', 'faults');
  expect((await cloud.ops('overflow', 'requeue', '--all', '--yes')).code).toBe(0);
  await cloud.drained();

  await cloud.ends('SweepFailed');
  await until(async () => (await cloud.ops('overflow', 'list')).json.count === 0);
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  await cloud.quiet();
  expect(cloud.published()).toEqual(['one']);
});

it('SweepMissing: a callback that the sweep would have found is queued by hand, and its next run ends the alarm', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(inMinutes);
  await loseNotification(cloud, () => cloud.postMo(moMessage('one')));
  await cloud.fires('SweepMissing');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#sweepmissing');

  expect((await cloud.ops('overflow', 'list')).json.count).toBeGreaterThan(0);
  expect((await cloud.ops('overflow', 'requeue', '--all', '--yes')).code).toBe(0);
  await cloud.drained();
  await until(async () => (await cloud.ops('overflow', 'list')).json.count === 0);
  expect(cloud.published()).toEqual(['one']);

  await cloud.control('POST', 'schedules');
  await cloud.ends('SweepMissing');
});

it('Unrecognized: a version that understands the format is deployed, and the kept callback is published once', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(() => undefined, withoutReceipts);
  const { body, headers } = sampleRequest('mt-message-response-carrier.xml');
  const post = () => cloud.post('SmsReceiptUrl', body, headers);
  await until(async () => (await post()).status === 200);
  await cloud.fires('Unrecognized');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
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
  await cloud.quiet();
  expect(cloud.publishedTypes()).toEqual(['Unrecognized Callback', 'MT Message Response']);
});

it('MoUnauthenticated: a message that came to the wrong URL is vouched for, and published once as an MO message', async () => {
  const cloud = rehearsal();
  await until(async () => (await cloud.post('SmsReceiptUrl', moMessage('one'))).status === 200);
  await cloud.fires('MoUnauthenticated');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
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
  await cloud.quiet();
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});

it('RbmUnverified: Vibes signs with a new secret, the stack gets it, and the kept callback is published once', async () => {
  const cloud = rehearsal();
  const { body, headers } = sampleRequest('rbm-user-message-text.json');
  const signature = createHmac('sha512', 'the new one').update(body).digest('base64');
  const post = () => cloud.post('RbmUrl', body, { ...headers, 'x-vibes-signature': signature });
  await until(async () => (await post()).status === 200);
  await cloud.fires('RbmUnverified');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
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
  // Running functions read the secret again within half a minute: new ones at once.
  await cloud.deploy();
  await until(async () => (await post()).status === 200);
  await cloud.drained();

  await cloud.ends('RbmUnverified');
  expect((await cloud.ops('unrecognized', 'list', ...reason)).json.callbacks).toMatchObject([
    { reprocessedAt: expect.any(String) },
  ]);
  await cloud.quiet();
  expect(cloud.publishedTypes()).toEqual(['Unrecognized Callback', 'RBM Event']);
});

/** The sweep ignores objects that are younger than an hour. Moving its clock instead would move its metrics, too. */
function sweepTheYoungest(assembly: string): void {
  const paths = readdirSync(assembly, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('index.mjs'))
    .map((path) => join(assembly, path));
  const sweeps = paths.filter((path) => readFileSync(path, 'utf8').includes('youngestMs: '));
  expect(sweeps).toHaveLength(1);
  for (const path of sweeps)
    writeFileSync(path, readFileSync(path, 'utf8').replace(/youngestMs: [^,]+,/, 'youngestMs: 0,'));
}

/** How many callbacks each sweep has queued again so far. */
function requeuedBySweeps(dataDir: string): readonly number[] {
  const log = readFileSync(join(dataDir, 'functions.log'), 'utf8');
  return [...log.matchAll(/"Swept","looked":\d+,"requeued":(\d+)/g)].map(([, count]) => Number(count));
}

/** The alarm looks back five minutes instead of 26 hours, and warms up as long. */
function inMinutes(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
    if (!id.includes('SweepMissing')) continue;
    const text = JSON.stringify(Properties).replaceAll('"Period":3600', '"Period":300');
    const WarmUpConfiguration = { WarmUpPeriodDurationInMinutes: 5, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true };
    Object.assign(Properties, JSON.parse(text), { EvaluationPeriods: 1, WarmUpConfiguration });
  }
}

/** As if the format were not known yet: the code knows another name for the root element. */
function withoutReceipts(assembly: string): void {
  const files = readdirSync(assembly, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.mjs'));
  for (const file of files.map((path) => join(assembly, path))) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('mtMessageResponse', 'formatOfTomorrow'));
  }
}
