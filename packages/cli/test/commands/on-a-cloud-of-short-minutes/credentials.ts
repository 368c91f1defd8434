import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { until } from '../../../../../test/support/until';
import { oneOpsCloud } from '../../support/one-ops-cloud';
import { clientOptions } from '../../support/ops-cloud';

const cloud = oneOpsCloud(2);

describe('credentials', () => {
  /** A password is in use for two minutes, and a busy machine takes longer to look: while they are held, none passes. */
  const holdMinutes = async (hold: boolean) => {
    expect((await cloud().control('POST', 'minutes', { hold })).status).toBe(200);
  };

  /** As at the start: workers that know the last password are gone. */
  const putBack = async () => {
    await holdMinutes(false);
    expect((await cloud().control('POST', 'secrets/mo', { username: 'vibes', password: 'pw' })).status).toBe(200);
    await cloud().control('POST', 'reset');
  };
  afterAll(putBack);

  beforeEach(async () => {
    await putBack();
    await cloud().ops('credentials', 'retire', '--force', '--yes');
    expect((await status()).previous).toBeNull();
    // A worker that starts may be too slow for its first callback.
    await until(async () => (await cloud().post('PlatformUrl', '{}')).status === 200);
  });

  let sent = 0;
  /** One MO message with this password. */
  async function send(password: string): Promise<number> {
    sent += 1;
    const body = `<moMessage messageId="rotation-${sent}" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>x</message></moMessage>`;
    return (await cloud().post('SmsMoUrl', body, { authorization: `Basic ${btoa(`vibes:${password}`)}` })).status;
  }

  const status = async () => (await cloud().ops('credentials', 'status')).json;
  const rotate = (...more: string[]) => cloud().ops('credentials', 'rotate', '--yes', '--show-content', ...more);

  it('a rotation, from the first password to the end of it', async () => {
    expect(await status()).toMatchObject({ current: { used: { lastHour: 0 }, lastUsedAt: null }, previous: null });
    await holdMinutes(true);
    expect(await send('pw')).toBe(200);
    await until(async () => (await status()).current.used.lastHour > 0);

    const { code, json } = await rotate();
    expect([code, json.rotated, json.password.length]).toEqual([0, true, 40]);
    // Both are good, and each is counted as what it is.
    expect(await send('pw')).toBe(200);
    expect(await send(json.password)).toBe(200);
    await until(async () => {
      const { current, previous } = await status();
      return current.used.lastHour > 0 && previous.used.lastHour > 1;
    });

    const early = await cloud().ops('credentials', 'retire', '--yes');
    expect([early.code, early.json.retired]).toEqual([1, false]);
    await holdMinutes(false);
    await until(async () => (await cloud().ops('credentials', 'retire', '--yes')).json.retired === true);
    expect((await status()).previous).toBeNull();
    expect(await send(json.password)).toBe(200);
  });

  it('the password before stays until the current one was used, or it is forced', async () => {
    await rotate();
    const early = await cloud().ops('credentials', 'retire', '--yes');
    expect([early.code, early.json.retired]).toEqual([1, false]);
    expect(early.err).toMatch(/No callback has come with the current password.*--force/);
    await holdMinutes(true);
    expect(await send('pw')).toBe(200);
    await until(async () => (await status()).previous.inUse);
    expect((await cloud().ops('credentials', 'retire', '--force', '--yes')).json.retired).toBe(false);
    await holdMinutes(false);
    await until(async () => (await status()).previous.inUse === false);
    expect((await cloud().ops('credentials', 'retire', '--yes')).json.retired).toBe(false);
    expect((await cloud().ops('credentials', 'retire', '--force', '--yes')).json.retired).toBe(true);
  });

  it('another rotation while the password before is used is refused', async () => {
    await holdMinutes(true);
    await send('pw');
    const first = await rotate();
    await send('pw');
    await until(async () => (await status()).previous.used.lastHour > 1);
    const again = await rotate();
    expect([again.code, again.json.rotated]).toEqual([1, false]);
    expect(again.err).toContain('still uses the previous password');
    await holdMinutes(false);
    // Vibes has switched.
    expect(await send(first.json.password)).toBe(200);
    await until(async () => (await rotate()).json.rotated === true);
  });

  it('says when ingest may take a while: wrong passwords come in', async () => {
    const quiet = await rotate();
    expect(quiet.err).not.toContain('half a minute');
    expect(await send('not the password')).toBe(401);
    await until(async () => (await rotate('--force')).err.includes('Wait half a minute before Vibes switches'));
  });

  it('refuses what ingest could not read', async () => {
    const empty = await rotate('--password', '');
    expect([empty.code, empty.json.rotated]).toEqual([1, false]);
    expect(await send('pw')).toBe(200);
  });

  it('reports a value that ingest cannot read, and a rotation with a user name fixes it', async () => {
    const secrets = new SecretsManagerClient(clientOptions(cloud().dataDir));
    await secrets.send(
      new PutSecretValueCommand({ SecretId: cloud().outputs.MoSecretArn, SecretString: '{"password":""}' }),
    );
    expect((await cloud().ops('credentials', 'show')).code).toBe(1);
    expect((await cloud().ops('doctor')).json.checks).toContainEqual(
      expect.objectContaining({ name: 'MO secret', status: 'fail' }),
    );
    const without = await rotate();
    expect([without.code, without.err]).toEqual([1, expect.stringContaining('--user-name')]);
    const fixed = await rotate('--user-name', 'vibes');
    expect(fixed.code).toBe(0);
    expect((await cloud().ops('credentials', 'show')).json).toMatchObject({ readable: true, username: 'vibes' });
  });

  it('shows the password only when it is asked for', async () => {
    const without = await cloud().say(['credentials', 'show', '--json']);
    expect(JSON.parse(without.out)).toEqual({
      readable: true,
      url: cloud().outputs.SmsMoUrl,
      username: 'vibes',
      createdAt: expect.any(String),
    });
    const shown = await cloud().say(['credentials', 'show', '--json', '--show-content']);
    expect(JSON.parse(shown.out).password).toBe('pw');
    expect(shown.err).toContain('real people');
  });

  it('changes nothing without a yes, and nothing to retire is not an error', async () => {
    expect((await cloud().say(['credentials', 'rotate'])).code).toBe(2);
    expect((await cloud().ops('credentials', 'rotate', '--dry-run')).json).toEqual({ rotated: false });
    expect((await status()).previous).toBeNull();
    expect(await cloud().ops('credentials', 'retire', '--yes')).toMatchObject({ code: 0, json: { retired: false } });
  });
});
