import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../../../test/support/until';
import { loseNotification } from '../support/lost-notification';
import { moMessage, rehearse } from '../support/rehearsal';

const rbmSecret = 'a secret of the test';
const rehearsal = rehearse({ rbmSecret });

it('OverflowUsed: what the queue refused comes by the bucket, is published once, and nothing is left there', async () => {
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

it('OverflowRequeued: what nobody told the queue of is found by the daily sweep, and published once', async () => {
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
  await until(async () => (await cloud.ops('status')).code === 0);
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

it('SweepFailed: what it should have found is found and queued again by hand, and published once', async () => {
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
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.published()).toEqual(['one']);
});

/** As if an hour had passed: the sweep leaves alone what is younger. A clock that is ahead would put its metrics there, too. */
function sweepTheYoungest(assembly: string): void {
  const paths = readdirSync(assembly, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('index.mjs'))
    .map((path) => join(assembly, path));
  const sweeps = paths.filter((path) => readFileSync(path, 'utf8').includes('youngestMs: '));
  expect(sweeps).toHaveLength(1);
  for (const path of sweeps)
    writeFileSync(path, readFileSync(path, 'utf8').replace(/youngestMs: [^,]+,/, 'youngestMs: 0,'));
}

/** How many callbacks each sweep so far queued again. */
function requeuedBySweeps(dataDir: string): readonly number[] {
  const log = readFileSync(join(dataDir, 'functions.log'), 'utf8');
  return [...log.matchAll(/"Swept","looked":\d+,"requeued":(\d+)/g)].map(([, count]) => Number(count));
}
