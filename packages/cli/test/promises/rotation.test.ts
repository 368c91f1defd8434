import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { type OpsCloud, startOpsCloud } from '../support/ops-cloud';
import { startSteadySender } from '../support/steady-sender';

// The password of the MO route is changed twice while messages come in: none gets a 401, none is lost.

const newFolder = temporaryFolder();
const messages = 100;
const perSecond = 20;

let cloud: OpsCloud;

// A minute of CloudWatch is a second, so what may be retired two minutes after its last use is ready in two seconds.
beforeAll(async () => {
  cloud = await startOpsCloud(join(newFolder(), 'data'), ['--minute', '1']);
});

const kept = () => JSON.parse(readFileSync(join(cloud.dataDir, 'credentials.json'), 'utf8'));
const status = async () => (await cloud.ops('credentials', 'status')).json;
const retire = () => cloud.ops('credentials', 'retire', '--yes');

/** The previous password is not retired while it is used. Meanwhile no minute passes: a busy machine may not send in each. */
async function isNotRetired(): Promise<void> {
  const hold = async (isHeld: boolean) => {
    expect((await cloud.control('POST', 'minutes', { hold: isHeld })).status).toBe(200);
  };
  await hold(true);
  await until(async () => (await status()).previous.inUse);
  expect(await retire()).toMatchObject({ code: 1, json: { retired: false } });
  await hold(false);
}

async function rotate(...more: readonly string[]): Promise<string> {
  const { code, json } = await cloud.ops('credentials', 'rotate', '--yes', '--show-content', ...more);
  expect([code, json.rotated]).toEqual([0, true]);
  // The data folder has the new password as soon as there is one.
  expect(kept()).toEqual({ username: 'vibes', password: json.password });
  return json.password;
}

it('two rotations under load: 0 × 401, nothing lost, a repeat has the same id', async () => {
  let isRetired = false;
  const sender = startSteadySender(cloud.outputs.SmsMoUrl ?? '', messages, perSecond, 'pw', () => isRetired);
  await sender.past(messages / 10);

  const second = await rotate();
  // Vibes takes its time.
  await isNotRetired();
  await sender.past((messages * 3) / 10);
  sender.use(second);
  await until(async () => {
    const { current, previous } = await status();
    return current.inUse && !previous.inUse;
  });

  const third = await rotate();
  await isNotRetired();
  // Vibes switches, and the previous password is retired once the metric shows that it is not used.
  sender.use(third);
  await until(async () => (await retire()).json.retired === true);
  expect((await status()).previous).toBeNull();
  isRetired = true;

  await sender.done;
  expect(sender.answers()).not.toHaveProperty('401');
  const sent = sender.begun();
  expect(sent).toBeGreaterThanOrEqual(messages);
  expect(sender.answers()[200]).toBe(sent);
  await cloud.drained();
  const published = cloud.differentEvents().map(({ detail }) => detail.data.messageId);
  expect(published).toHaveLength(sent);
  expect(new Set(published).size).toBe(sent);
});

it('a new password is valid as soon as the rotation has ended, even if ingest has just read the secret', async () => {
  for (let rotation = 1; rotation <= 4; rotation += 1) {
    const password = await rotate('--force');
    const sender = startSteadySender(cloud.outputs.SmsMoUrl ?? '', 2, 100, password);
    await sender.done;
    expect(sender.answers()).not.toHaveProperty('401');
  }
});
