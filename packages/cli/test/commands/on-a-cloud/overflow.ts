import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { encodeEnvelope } from '../../../../../lambda/shared/envelope';
import { moMessage } from '../../../../../test/support/mo-message';
import { envelopeOf } from '../../../../proof/src/support/envelope';
import { oneOpsCloud } from '../../support/one-ops-cloud';
import { clientOptions } from '../../support/ops-cloud';

const cloud = oneOpsCloud();

describe('overflow', () => {
  const parts = { requestId: 'large-1', path: '/sms/mo', proof: 'basic:current' } as const;
  const key = 'overflow/2026-05-06/large-1.json';
  const text = encodeEnvelope(envelopeOf({ body: moMessage, ...parts }));

  /** An object whose notification is lost: the queue has no reader when S3 sends it. */
  async function forget(): Promise<void> {
    await cloud().switchConsumer(false);
    const s3 = new S3Client({ ...clientOptions(cloud().dataDir), forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: cloud().outputs.BucketName, Key: key, Body: text }));
    await cloud().purge('CallbackQueueUrl');
    await cloud().switchConsumer(true);
  }

  it('list is empty where everything was published', async () => {
    const { json, code } = await cloud().ops('overflow', 'list');
    expect([code, json]).toEqual([0, { count: 0, objects: [] }]);
  });

  it('requeue has what was forgotten published, once', async () => {
    await forget();
    const { json } = await cloud().ops('overflow', 'list');
    expect(json).toEqual({ count: 1, objects: [{ key, storedAt: expect.any(String), size: text.length }] });
    expect((await cloud().ops('status')).json.overflow.pending).toBe(1);
    expect((await cloud().ops('overflow', 'requeue', '--all', '--dry-run')).json.requeued).toBe(0);
    expect(await cloud().ops('overflow', 'requeue', '--all', '--yes')).toMatchObject({
      code: 0,
      json: { requeued: 1 },
    });
    await cloud().drained();
    expect(cloud().publishedTypes()).toEqual(['MO Message']);
    expect((await cloud().ops('overflow', 'list')).json.count).toBe(0);
    expect((await cloud().ops('overflow', 'requeue', '--all', '--yes')).json.requeued).toBe(0);
  });

  it('requeue of a key outside of it is wrong usage', async () => {
    expect(await cloud().ops('overflow', 'requeue', '--key', 'attachments/x', '--yes')).toMatchObject({
      code: 2,
      out: '',
    });
  });
});
