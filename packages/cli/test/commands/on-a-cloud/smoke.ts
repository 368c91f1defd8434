import { functionLines } from '../../support/function-lines';
import { oneOpsCloud } from '../../support/one-ops-cloud';
import type { Json } from '../../support/ops-cloud';

const cloud = oneOpsCloud();

const isAnswered = (json: Json, status: RegExp) =>
  json.steps.some(({ ok, detail }: Json) => !ok && status.test(detail));

/** Once more, on an empty cloud, where a busy machine answered it 5XX or stored it in the bucket, which keeps it. */
async function smoked(...argv: readonly string[]): Promise<Json> {
  for (;;) {
    const { code, json } = await cloud().ops('smoke', ...argv);
    const inBucket = await functionLines(cloud(), 'IngestLogGroupName', '{ $.code = "OverflowUsed" }');
    if (!isAnswered(json, /\b50[0-9]\b/) && inBucket.length === 0) return { code, json };
    await cloud().control('POST', 'reset', { keepWorkers: true });
  }
}

/** Once more where a busy machine answered so. */
async function smokedUnlessAnswered(status: RegExp): Promise<Json> {
  for (;;) {
    const { code, json } = await cloud().ops('smoke');
    if (!isAnswered(json, status)) return { code, json };
  }
}

describe('smoke', () => {
  describe.each([
    [
      'through the gateway',
      [],
      [
        'credentials pass the authorizer',
        'challenged without credentials',
        'the stage has this deployment',
        'answered by the gateway',
      ],
    ],
    ['from here', ['--from-here'], ['challenged without credentials', 'answered to a post from here']],
  ])('a test %s', (_where, argv, tried) => {
    it('is followed to its event, which is all that is left of it', async () => {
      const before = await cloud().state();
      const { code, json } = await smoked(...argv);
      expect(json.steps.filter(({ ok }: Json) => !ok)).toEqual([]);
      expect(json.steps.map(({ name }: Json) => name)).toEqual([...tried, 'published']);
      expect([code, json.ok]).toEqual([0, true]);
      expect(cloud().events()).toMatchObject([
        { 'detail-type': 'Smoke Test', detail: { metadata: { id: json.eventId, requestId: json.requestId } } },
      ]);
      const { ledger, bucket, queue, deadLetterQueue } = await cloud().state();
      expect({ ledger, bucket }).toEqual({ ledger: before.ledger, bucket: before.bucket });
      expect([queue.visible, deadLetterQueue.visible]).toEqual([0, 0]);
    });
  });

  it('that cannot be published ends with 1, says why, and is not a dead letter', async () => {
    await cloud().control('POST', 'faults', { service: 'events', mode: 'error' });
    const { code, json } = await smokedUnlessAnswered(/\b50[0-9]\b/);
    expect(code).toBe(1);
    expect(json.ok).toBe(false);
    expect(json.steps.slice(-2)).toMatchObject([
      { ok: true },
      { name: 'published', ok: false, detail: expect.stringMatching(/\w/) },
    ]);
    await cloud().drained();
    expect((await cloud().state()).deadLetterQueue.visible).toBe(0);
  });

  it('that is not stored ends with 1, and says with what it was answered', async () => {
    await cloud().control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error' });
    await cloud().control('POST', 'faults', { service: 's3', mode: 'error' });
    const { code, json } = await smokedUnlessAnswered(/\b50[0-24-9]\b/);
    expect([code, json.ok]).toEqual([1, false]);
    expect(json.steps.at(-1)).toMatchObject({
      name: 'answered by the gateway',
      detail: expect.stringContaining('503'),
    });
  });

  // A test invocation of the method asks no authorizer: without steps of its own, every MO message would get a 500 and this a 0.
  it.each([[[]], [['--from-here']]])(
    'ends with 1 while the authorizer fails and every MO message is answered 500 (%j)',
    async (argv) => {
      await cloud().control('POST', 'faults', { service: 'lambda', function: 'challenge', mode: 'error' });
      expect((await cloud().postMoOnce('<moMessage/>')).status).toBe(500);
      const { code, json } = await cloud().ops('smoke', ...argv);
      expect([code, json.ok]).toEqual([1, false]);
      const failed = json.steps.filter(({ ok }: Json) => !ok);
      expect(failed[0]).toMatchObject({ detail: expect.stringContaining('500') });
    },
  );
});
