import { readCallback } from '../../../lambda/reader/read-callback';
import { envelopeOf } from '../../../packages/proof/src/support/envelope';

jest.mock('../../../lambda/reader/sms/deliver', () => ({
  readDeliver: () => {
    throw new RangeError('a fault of ours');
  },
}));

it('keeps a callback whose reader fails, to be processed again after the fix', async () => {
  const envelope = envelopeOf({ body: '<deliver/>', proof: 'basic:current' });
  const callback = await readCallback(envelope, { bucket: 'bucket', requireRbmSignature: false, identityKey: 'a key' });
  expect(callback.data).toMatchObject({ reason: 'reader-failed', size: 10 });
  expect(Buffer.from(callback.objects[0]?.bytes ?? []).toString()).toBe('<deliver/>');
});
