import { encodeEnvelope } from '../../../../../lambda/shared/envelope';
import { until } from '../../../../../test/support/until';
import { envelopeOf } from '../../../../proof/src/support/envelope';
import { oneOpsCloud } from '../../support/one-ops-cloud';
import type { Json } from '../../support/ops-cloud';

const cloud = oneOpsCloud(2);

describe('status', () => {
  beforeEach(async () => {
    await until(async () => (await cloud().ops('status')).code === 0);
  });

  const mo = (id: string) =>
    `<moMessage messageId="${id}" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>HELLO</message></moMessage>`;

  it('is fine where nothing is wrong', async () => {
    const { code, json } = await cloud().ops('status');
    expect(code).toBe(0);
    expect(json).toMatchObject({
      verdict: 'fine',
      waiting: { count: 0, oldestSeconds: null },
      inFlight: 0,
      dead: { count: 0, oldestReceivedAt: null },
      overflow: { pending: 0 },
      unrecognized: { lastDay: {}, dismissed: 0 },
      refused: { lastHour: {} },
      alarms: [],
    });
    const { out } = await cloud().say(['status'], { columns: 60 });
    expect(out).toContain('fine');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('with dead letters says what to type, and after it is fine again', async () => {
    const receivedAt = new Date(Date.now() - 600_000).toISOString();
    const parts = { requestId: 'r', receivedAt, path: '/sms/mo', proof: 'basic:current' } as const;
    await cloud().send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: mo('status-1'), ...parts })));
    const { code, json, err } = await cloud().ops('status');
    expect([code, json.verdict, json.dead]).toEqual([1, 'act', { count: 1, oldestReceivedAt: receivedAt }]);
    expect(err).toContain('dead redrive --all');
    await until(async () =>
      (await cloud().ops('status')).json.alarms.some(({ name }: { name: string }) => /DeadLetters$/.test(name)),
    );
    expect((await cloud().ops('dead', 'redrive', '--all', '--yes')).json.moved).toBe(1);
    await cloud().drained();
    await until(async () => (await cloud().ops('status')).code === 0);
    expect(
      cloud()
        .events()
        .map(({ detail }) => detail.data.messageId),
    ).toEqual(['status-1']);
  });

  it('says what was answered 5XX, and why', async () => {
    await cloud().control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error' });
    await cloud().control('POST', 'faults', { service: 's3', mode: 'error' });
    // A worker that starts may be too slow, and is answered for by the gateway.
    await until(async () => (await cloud().postMoOnce(mo('status-2'))).status === 503);
    const { code, json } = await cloud().ops('status');
    expect([code, json.refused.lastHour.StoreFailed]).toEqual([1, expect.any(Number)]);
    expect(Object.keys(json.refused.causes)).toContainEqual(expect.stringMatching(/^StoreFailed: \w/));
    await until(async () => (await cloud().ops('status')).json.verdict === 'act');
  });

  it('says that Vibes is refused, and why', async () => {
    const wrong = { authorization: `Basic ${btoa('vibes:retired')}` };
    for (let call = 0; call < 2; call += 1)
      expect((await cloud().post('SmsMoUrl', mo('status-4'), wrong)).status).toBe(401);
    await until(async () => (await cloud().ops('status')).json.turnedAway.byIngest === 2);
    const { code, json, err } = await cloud().ops('status');
    expect([code, json.turnedAway.wrongCredentials]).toEqual([1, { 'wrong-password': 2 }]);
    expect(err).toMatch(
      /2 MO messages were answered 401 in the last hour \(wrong password.*"npm run ops -- credentials status --local --data /,
    );
  });

  it('says nothing of a client that waits for the challenge', async () => {
    expect((await cloud().post('SmsMoUrl', mo('status-5'))).status).toBe(401);
    expect((await cloud().postMo(mo('status-5'))).status).toBe(200);
    await until(async () => (await cloud().ops('status')).json.turnedAway.byGatewayOnMo === 1);
    expect((await cloud().ops('status')).json.advice).not.toContainEqual(expect.stringMatching(/refused|401/));
  });

  it('says what is being tried again, and why', async () => {
    await cloud().control('POST', 'faults', { service: 'events', mode: 'error' });
    let json: Json;
    let out = '';
    // Each is a dead letter within seconds, which a busy machine may not see in time.
    let sent = 0;
    await until(async () => {
      expect((await cloud().postMo(mo(`status-3-${sent++}`))).status).toBe(200);
      ({ json } = await cloud().ops('status'));
      ({ out } = await cloud().say(['status']));
      return json.retrying.count > 0 && /tried again +[1-9]/.test(out);
    });
    expect(Object.keys(json.retrying.causes)).toEqual([expect.stringMatching(/^publish: \w/)]);
    expect(json.advice).toContainEqual(expect.stringMatching(/^\d+ (is|are) being tried again \(publish: /));
    expect(out).toMatch(/tried again +\d+ now: publish: /);
  });

  it('of what is not understood says to look', async () => {
    await cloud().post('PlatformUrl', 'what is this');
    await cloud().drained();
    const { json } = await cloud().ops('status');
    expect(json.unrecognized).toEqual({ lastDay: { 'unknown-format': 1 }, dismissed: 0 });
    expect(json.advice).toContainEqual(expect.stringMatching(/^1 unrecognized/));
  });

  it('alarms lists each with its part of the runbook', async () => {
    const { code, json } = await cloud().ops('alarms');
    expect(code).toBe(0);
    expect(json).toContainEqual(
      expect.objectContaining({
        name: 'VibesCallbacks-DeadLetters',
        state: 'OK',
        runbook: 'docs/RUNBOOK.md#deadletters',
      }),
    );
    const { out } = await cloud().say(['alarms'], { columns: 60 });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('doctor finds that the alarms notify no one', async () => {
    const { code, json, err } = await cloud().ops('doctor');
    expect([code, json.healthy]).toEqual([1, false]);
    const byName = Object.fromEntries(json.checks.map(({ name, status }: Record<string, string>) => [name, status]));
    expect(byName).toMatchObject({
      outputs: 'ok',
      'alarm mail': 'fail',
      'event sources': 'ok',
      'MO secret': 'ok',
      addresses: 'ok',
    });
    expect(err).toContain('alarmEmail');
  });

  it('urls are those of the outputs', async () => {
    const { json } = await cloud().ops('urls');
    expect(json).toContainEqual({ family: 'mo', url: cloud().outputs.SmsMoUrl, method: 'POST', auth: 'Basic Auth' });
    expect((await cloud().say(['urls', '--markdown'])).out).toContain(`\`${cloud().outputs.SmsMoUrl}\``);
  });

  it('a stack that is not there is one sentence, and 2', async () => {
    const { code, out, err } = await cloud().ops('status', '--stack', 'Nope');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/runs no stack Nope/);
  });
});
