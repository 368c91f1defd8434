import { oneOpsCloud } from '../support/one-ops-cloud';

jest.setTimeout(120_000);

const cloud = oneOpsCloud();

describe.each([
  ['through the gateway', []],
  ['from here', ['--from-here']],
])('a test %s', (_where, argv) => {
  it('is followed to its event, which is all that is left of it', async () => {
    const before = await cloud().state();
    const { code, json } = await cloud().ops('smoke', ...argv);
    expect(code).toBe(0);
    expect(json.steps).toMatchObject([{ ok: true }, { name: 'published', ok: true }]);
    expect(cloud().events()).toMatchObject([
      { 'detail-type': 'Smoke Test', detail: { metadata: { id: json.eventId, requestId: json.requestId } } },
    ]);
    const { ledger, bucket, queue, deadLetterQueue } = await cloud().state();
    expect({ ledger, bucket }).toEqual({ ledger: before.ledger, bucket: before.bucket });
    expect([queue.visible, deadLetterQueue.visible]).toEqual([0, 0]);
  });
});

it('that cannot be published ends with 1, says why, and is no dead letter', async () => {
  await cloud().control('POST', 'faults', { service: 'events', mode: 'error' });
  const { code, json } = await cloud().ops('smoke');
  expect(code).toBe(1);
  expect(json).toMatchObject({ ok: false, steps: [{ ok: true }, { ok: false, detail: expect.stringMatching(/\w/) }] });
  await cloud().drained();
  expect((await cloud().state()).deadLetterQueue.visible).toBe(0);
});

it('that is not stored ends with 1, and says with what it was answered', async () => {
  await cloud().control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error' });
  await cloud().control('POST', 'faults', { service: 's3', mode: 'error' });
  const { code, json } = await cloud().ops('smoke');
  expect([code, json.ok, json.steps.length]).toEqual([1, false, 1]);
  expect(json.steps[0].detail).toContain('503');
});
