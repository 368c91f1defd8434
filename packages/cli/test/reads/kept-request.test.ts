import { NoSuchKey } from '@aws-sdk/client-s3';
import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { readKept, readKeptRequest } from '../../src/reads/kept-request';
import { givenOps } from '../support/ops-context';

const envelope = envelopeOf({ body: '<odd/>', path: '/sms/mo', proof: 'basic:current', requestId: 'r1' });
const { body: _, ...head } = JSON.parse(encodeEnvelope(envelope));
const kept = {
  name: 'unrecognized/e1',
  eventId: 'e1',
  reason: 'identity-collision',
  keptAtMs: 0,
  reprocessedAtMs: undefined,
  isDone: false,
  dismissedAtMs: undefined,
  size: 6,
};
const object = (content: string) => ({ Body: { transformToByteArray: async () => Buffer.from(content) } });

/** A bucket that has these two objects: the callback's request and its body. */
function given(objects: Readonly<Record<string, string>>) {
  const GetObject = ({ Key }: Readonly<Record<string, unknown>>) => {
    const content = objects[String(Key)];
    return content === undefined ? new NoSuchKey({ message: 'none', $metadata: {} }) : object(content);
  };
  return givenOps({ answers: { GetObject }, outputs: { BucketName: 'bucket' } });
}
const requestOf = (more: object) => ({ 'unrecognized/e1.json': JSON.stringify({ ...head, reason: 'x', ...more }) });

test('a kept callback is its request with its body', async () => {
  const { context, stack } = given({ ...requestOf({}), 'unrecognized/e1.bin': '<odd/>' });
  expect(await readKept(context, stack, kept)).toEqual(envelope);
});

test.each([
  ['request', { 'unrecognized/e1.bin': '<odd/>' }],
  ['body', requestOf({})],
])('without its %s there is no request', async (_what, objects) => {
  const { context, stack } = given(objects);
  expect(await readKept(context, stack, kept)).toBeUndefined();
});

test.each([
  ['names the earlier event', { eventId: 'e0', requestId: 'r0' }, { eventId: 'e0', requestId: 'r0' }],
  ['may lack its request', { eventId: 'e0' }, { eventId: 'e0', requestId: null }],
  ['may say nothing', undefined, null],
])('a collision %s: one read of the request tells it', async (_what, collidesWith, expected) => {
  const { context, stack, calls } = given(requestOf({ collidesWith }));
  expect(await readKeptRequest(context, stack, kept)).toMatchObject({
    head: { requestId: 'r1' },
    collidesWith: expected,
  });
  expect(calls).toHaveLength(1);
});

test('a request that is not JSON is not read', async () => {
  const { context, stack } = given({ 'unrecognized/e1.json': '{' });
  expect(await readKeptRequest(context, stack, kept)).toBeUndefined();
});
