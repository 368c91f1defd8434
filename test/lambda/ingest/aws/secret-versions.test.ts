import { createSecretVersions } from '../../../../lambda/ingest/aws/secret-versions';
import { json, silence, wireServer } from '../../../support/wire-server';

const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:mo-AbCdEf';
const idle = new AbortController().signal;
type Reply = ReturnType<typeof json>;

let server: Awaited<ReturnType<typeof wireServer>>;
afterEach(() => server.stop());

/** Serves each stage; reads both versions. */
async function read(current: Reply, previous: Reply, signal: AbortSignal = idle) {
  server = await wireServer((response, one) => {
    const { VersionStage: stage } = JSON.parse(one.body);
    (stage === 'AWSCURRENT' ? current : previous)(response, one);
  });
  return createSecretVersions(arn, server.environment).read(signal);
}

const text = (SecretString: string) => json({ ARN: arn, VersionId: `${SecretString}-id`, SecretString });
const error = (type: string, statusCode = 400) => json({ __type: type, message: 'no' }, statusCode);

test('both live versions are read, one call each', async () => {
  expect(await read(text('new'), text('old'))).toEqual({
    current: { id: 'new-id', text: 'new' },
    previous: { id: 'old-id', text: 'old' },
  });
  const asked = server.received.map(({ body }) => JSON.parse(body));
  expect(asked).toHaveLength(2);
  expect(asked).toEqual(
    expect.arrayContaining([
      { SecretId: arn, VersionStage: 'AWSCURRENT' },
      { SecretId: arn, VersionStage: 'AWSPREVIOUS' },
    ]),
  );
});

test('a secret that was never rotated has no previous version', async () =>
  expect(await read(text('new'), error('ResourceNotFoundException'))).toEqual({
    current: { id: 'new-id', text: 'new' },
  }));

test('a version of bytes has no text, and the other one is read all the same', async () =>
  expect(await read(json({ ARN: arn, VersionId: 'new-id', SecretBinary: 'AAAA' }), text('old'))).toEqual({
    current: { id: 'new-id', text: '' },
    previous: { id: 'old-id', text: 'old' },
  }));

test.each([
  ['no secret at all', error('ResourceNotFoundException'), error('ResourceNotFoundException')],
  ['no right to read it', error('AccessDeniedException'), error('AccessDeniedException')],
  ['a current version that fails', error('InternalServiceError', 500), text('old')],
  ['a previous version that fails', text('new'), error('InternalServiceError', 500)],
])('%s is an error, and is not tried again', async (_what, current, previous) => {
  await expect(read(current, previous)).rejects.toThrow();
  expect(server.received.length).toBeLessThanOrEqual(2);
});

test('the signal ends a read that is not answered', async () => {
  const controller = new AbortController();
  const current: Reply = () => controller.abort();
  await expect(read(current, silence, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
});
