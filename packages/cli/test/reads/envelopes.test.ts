import { NoSuchKey } from '@aws-sdk/client-s3';
import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { sampleRequest } from '../../src/commands/send/sample-request';
import { readBody, readEnvelope, readOverflow } from '../../src/reads/envelopes';
import { awsFailure, givenOps, type OpsAnswers } from '../support/ops-context';

const mo = `<moMessage messageId="m1" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>HI</message></moMessage>`;
const envelope = envelopeOf({ body: mo, path: '/sms/mo', proof: 'basic:current', requestId: 'r1' });
const text = encodeEnvelope(envelope);
const object = (content: string) => ({ Body: { transformToByteArray: async () => Buffer.from(content) } });
const missing = new NoSuchKey({ message: 'none', $metadata: {} });

/** What S3 tells the queue of these objects. */
const notification = (...keys: readonly string[]) =>
  JSON.stringify({
    Records: keys.map((key) => ({
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: 'bucket' }, object: { key, size: 1 } },
    })),
  });

const given = (answers: OpsAnswers = {}, outputs: Record<string, string> = {}) =>
  givenOps({ answers, outputs: { BucketName: 'bucket', ...outputs } });

describe('a message of the queue', () => {
  it('is an envelope with its callback, as the consumer would read it', async () => {
    const { context, stack } = given();
    expect(await readBody(context, stack, text)).toMatchObject([
      {
        envelope: { requestId: 'r1' },
        callback: { identity: { family: 'mo', id: 'm1' } },
        eventId: expect.any(String),
      },
    ]);
  });

  it('names objects, each of which is one', async () => {
    const { context, stack, named } = given({ GetObject: [object(text), object(text)] });
    expect(await readBody(context, stack, notification('overflow/a', 'overflow/b'))).toHaveLength(2);
    expect(named('GetObject')).toEqual([
      { Bucket: 'bucket', Key: 'overflow/a' },
      { Bucket: 'bucket', Key: 'overflow/b' },
    ]);
  });

  it('names an object that is gone, so nothing in it can be read', async () => {
    const { context, stack } = given({ GetObject: [object(text), missing] });
    expect(await readBody(context, stack, notification('overflow/a', 'overflow/b'))).toBeUndefined();
  });

  it('is S3’s test, which has no callback', async () => {
    const { context, stack } = given();
    const test = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'bucket' });
    expect(await readBody(context, stack, test)).toEqual([]);
  });

  it.each(['', 'text', '{}', '{"version":1}', text.slice(0, -5)])('is nothing that ingest wrote: %#', async (body) => {
    const { context, stack } = given();
    expect(await readBody(context, stack, body)).toBeUndefined();
  });

  it('cannot be told while S3 does not answer', async () => {
    const { context, stack } = given({ GetObject: [awsFailure('SlowDown')] });
    await expect(readBody(context, stack, notification('overflow/a'))).rejects.toThrow('SlowDown');
  });
});

test('an object of the bucket is an envelope, something else, or gone', async () => {
  const { context, stack } = given({ GetObject: [object(text), object('text'), missing] });
  expect(await readOverflow(context, stack, 'k')).toMatchObject({ envelope: { requestId: 'r1' } });
  expect(await readOverflow(context, stack, 'k')).toBeUndefined();
  expect(await readOverflow(context, stack, 'k')).toBeUndefined();
});

test.each<[outputs: Record<string, string>, family: string]>([
  [{}, 'rbm'],
  [{ RbmSecretArn: 'arn:secret' }, 'unrecognized'],
])('an envelope is read by the settings of the deployed stack: %j', async (outputs, family) => {
  const { body, headers, path } = sampleRequest('rbm-user-event-read.json');
  const { context, stack } = given({}, outputs);
  const read = await readEnvelope(context, stack, envelopeOf({ body, headers, path }));
  expect(read.callback.identity.family).toBe(family);
});
