import { createIdentityKey } from '../../../lambda/shared/identity-key';
import { json, silence, wireServer } from '../../support/wire-server';

const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf';
const idle = new AbortController().signal;
const key = 'k'.repeat(64);
const denied = json({ __type: 'AccessDeniedException', message: 'no' }, 400);

let server: Awaited<ReturnType<typeof wireServer>>;
afterEach(() => server.stop());

/** A reader whose calls are answered in turn; the last answer stays. */
async function reader(...answers: readonly ReturnType<typeof json>[]) {
  let call = 0;
  server = await wireServer((response, one) => {
    const answer = answers[Math.min(call, answers.length - 1)];
    call += 1;
    answer?.(response, one);
  });
  return createIdentityKey(arn, server.environment);
}

test('it is read once, by its ARN', async () => {
  const read = await reader(json({ ARN: arn, SecretString: key }));
  expect(await read(idle)).toBe(key);
  expect(await read(idle)).toBe(key);
  expect(server.received.map(({ body }) => JSON.parse(body))).toEqual([{ SecretId: arn, VersionStage: 'AWSCURRENT' }]);
});

test('the callbacks of a batch share one read', async () => {
  const read = await reader(json({ ARN: arn, SecretString: key }));
  expect(await Promise.all([read(idle), read(idle), read(idle)])).toEqual([key, key, key]);
  expect(server.received).toHaveLength(1);
});

test('a read that fails is made again by the next callback', async () => {
  const read = await reader(denied, json({ ARN: arn, SecretString: key }));
  await expect(read(idle)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(await read(idle)).toBe(key);
});

test.each([
  ['empty', { SecretString: '' }],
  ['short', { SecretString: 'k'.repeat(31) }],
  ['blank', { SecretString: ' '.repeat(64) }],
  ['with a line end', { SecretString: `${key}\n` }],
  ['bytes', { SecretBinary: 'AAAA' }],
])('a secret that is %s is not a key, and its value is in no message', async (_what, value) => {
  const read = await reader(json({ ARN: arn, ...value }));
  await expect(read(idle)).rejects.toMatchObject({ name: 'IdentityKeyDamaged', message: '' });
});

test('a read that hangs ends when the signal says so', async () => {
  const abort = new AbortController();
  const read = await reader((response, one) => {
    setImmediate(() => abort.abort());
    silence(response, one);
  });
  await expect(read(abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
});
