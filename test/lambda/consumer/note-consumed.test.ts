import { allWell, message, notification, world } from './world';

const key = 'overflow/2026-05-06/07.08.08.500-0f3d9d0c-0000-4000-8000-000000000001.json';
const body = notification({ key: encodeURIComponent(key), size: 10 });
const large = { overflow: { [key]: message({ id: 'a' }) } };

describe('of an overflow object the ledger notes that it is done with', () => {
  it('after its callback is published', async () => {
    const { did, handle } = world({ ...allWell, ...large });
    expect(await handle(body)).toEqual([]);
    expect(did.slice(-2)).toEqual(['complete a', `note ${key}`]);
  });

  it('where its callback is a duplicate', async () => {
    const { did, handle } = world({ ...allWell, ...large, claim: () => ({ status: 'duplicate' }) });
    await handle(body);
    expect(did.at(-1)).toBe(`note ${key}`);
  });

  it('not where it goes back to the queue', async () => {
    const { did, handle } = world({ ...allWell, ...large, complete: (leases) => leases });
    expect(await handle(body)).toEqual(['m0']);
    expect(did.at(-1)).toBe('complete a');
  });

  it('or it goes back to the queue: next time it is a duplicate', async () => {
    const { lines, metrics, handle } = world({ ...allWell, ...large, noteConsumed: (keys) => keys });
    expect(await handle(body)).toEqual(['m0']);
    expect(lines.at(-1)).toMatchObject({ code: 'RecordFailed', step: 'complete', cause: 'object-not-noted' });
    expect(metrics).toEqual(['RecordFailed']);
  });
});

it('notes nothing of a callback that was in its message, nor under a key that a caller could choose', async () => {
  const old = 'overflow/2026-05-06/VICTIM-1.json';
  const { did, handle } = world({ ...allWell, overflow: { [old]: message({ id: 'b' }) } });
  await handle(message({ id: 'a' }), notification({ key: old, size: 10 }));
  expect(did.filter((step) => step.startsWith('note'))).toEqual([]);
});

it("an operator's test is noted, and not given back where it cannot be", async () => {
  const test = JSON.stringify({
    ...JSON.parse(message({ id: 'x' })),
    headers: { 'x-vibes-callbacks-smoke-test': ['1'] },
    body: Buffer.from('{"smokeTest":"0f3d9d0c-0000-4000-8000-000000000001"}').toString('base64'),
  });
  const { did, handle } = world({ ...allWell, overflow: { [key]: test }, noteConsumed: (keys) => keys });
  expect(await handle(body)).toEqual([]);
  expect(did.at(-1)).toBe(`note ${key}`);
});
