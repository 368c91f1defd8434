import { smokeTestEventId } from '../../../lambda/consumer/smoke-test';
import { type Envelope, encodeEnvelope } from '../../../lambda/shared/envelope';
import { envelopeOf } from '../../../packages/proof/src/support/envelope';
import { world } from './world';

const id = '5d0c6b6e-0000-4000-8000-00000000a001';
const body = `{"smokeTest":"${id}"}`;
const headers = { 'x-vibes-callbacks-smoke-test': '1' };
const test = (parts: Partial<Envelope> = {}) => ({
  ...envelopeOf({ body, headers, proof: 'basic:current' }),
  ...parts,
});

describe('the consumer', () => {
  it('publishes its event, and neither ledger, bucket nor metric know of it', async () => {
    const { did, lines, metrics, published, handle } = world({ publish: () => ({}) });
    expect(await handle(encodeEnvelope(test()))).toEqual([]);
    expect(did).toEqual([`publish ${smokeTestEventId(id)}`]);
    expect(metrics).toEqual([]);
    expect(published).toMatchObject([{ detailType: 'Smoke Test', id: smokeTestEventId(id) }]);
    expect(JSON.parse(published[0]?.detail ?? '')).toMatchObject({
      metadata: { id: smokeTestEventId(id), identity: `smoke-test#${id}#-` },
      data: { smokeTest: id },
    });
    expect(lines).toMatchObject([{ code: 'SmokeTest', published: true, eventId: smokeTestEventId(id) }]);
  });

  it('tells that it could not be published, and does not try again', async () => {
    const { lines, metrics, handle } = world({ publish: () => ({ [smokeTestEventId(id)]: 'InternalFailure' }) });
    expect(await handle(encodeEnvelope(test()))).toEqual([]);
    expect(lines).toMatchObject([{ code: 'SmokeTest', published: false, cause: 'InternalFailure' }]);
    expect(metrics).toEqual([]);
  });

  it('has an event id of its own for each', () => {
    expect(smokeTestEventId(id)).not.toBe(smokeTestEventId('5d0c6b6e-0000-4000-8000-00000000a002'));
  });
});
