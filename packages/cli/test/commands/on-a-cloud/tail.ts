import { oneOpsCloud } from '../../support/one-ops-cloud';

const cloud = oneOpsCloud();

describe('tail', () => {
  const mo = (id: string) =>
    `<moMessage messageId="${id}" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>HELLO</message></moMessage>`;

  /** Without those of an attempt that a busy machine answered 5XX, or stored in the bucket. */
  const published = (out: string) =>
    out
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ code }) => code === 'Published');

  beforeEach(async () => {
    await cloud().postMo(mo('tail-1'));
    await cloud().drained();
    await cloud().post('PlatformUrl', '{"event_id":"tail-2","callback_type":"person_added"}');
    await cloud().drained();
  });

  it('prints a line a callback, ids and codes alone', async () => {
    const { code, out } = await cloud().say(['tail', '--no-follow', '--since', '10m', '--json']);
    expect(code).toBe(0);
    expect(published(out)).toMatchObject([
      { code: 'Published', type: 'MO Message', requestId: expect.any(String), eventId: expect.any(String) },
      { code: 'Published', type: 'Platform Event' },
    ]);
    expect(out).not.toMatch(/HELLO|555555/);
  });

  it('prints those of one type alone', async () => {
    const { out } = await cloud().say(['tail', '--no-follow', '--since', '10m', '--json', '--type', 'Platform Event']);
    expect(published(out)).toMatchObject([{ type: 'Platform Event' }]);
  });

  it('goes on with what comes, each once, until it is interrupted', async () => {
    const interruption = new AbortController();
    const seen: string[] = [];
    const onLine = (line: string) => {
      seen.push(...published(line).map(({ requestId }) => requestId));
      if (seen.length === 3) interruption.abort();
    };
    const running = cloud().say(['tail', '--since', '10m', '--json'], { interrupted: interruption.signal, onLine });
    await cloud().postMo(mo('tail-3'));
    expect((await running).code).toBe(0);
    expect(new Set(seen).size).toBe(3);
  });

  it('refuses a type that there is not', async () => {
    const { code, out, err } = await cloud().say(['tail', '--type', 'Sms']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('MO Message');
  });
});
