import { clientOptions, s3ClientOptions } from '../../../lambda/shared/client-options';

const limits = { maxAttempts: 2, connectTimeoutMs: 10, requestTimeoutMs: 20 };
const lambda = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };

test('says all that the SDK would look up in files', () =>
  expect(clientOptions(limits, { ...lambda, AWS_SESSION_TOKEN: 'token' })).toEqual({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' },
    ignoreConfiguredEndpointUrls: true,
    maxAttempts: 2,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    authSchemePreference: expect.any(Function),
    userAgentAppId: expect.any(Function),
    disableClockSkewCorrection: false,
    requestHandler: {
      connectionTimeout: 10,
      requestTimeout: 20,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true },
      httpsAgent: { keepAlive: true },
    },
  }));

test('an endpoint in the environment steers every client', () => {
  const options = clientOptions(limits, { ...lambda, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  expect(options).toMatchObject({ endpoint: 'http://127.0.0.1:1' });
  expect(options).not.toHaveProperty('ignoreConfiguredEndpointUrls');
});

test('without keys in the environment the SDK looks for them itself', () =>
  expect(clientOptions(limits, { AWS_REGION: 'eu-west-1' })).not.toHaveProperty('credentials'));

test('long-term keys have no session token', () =>
  expect(clientOptions(limits, lambda).credentials).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' }));

test.each([
  ['on AWS', {}, false],
  ['at an endpoint of its own', { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, true],
])('a bucket %s is named in the path: %p', (_where, extra, forcePathStyle) =>
  expect(s3ClientOptions(limits, { ...lambda, ...extra })).toMatchObject({
    region: 'eu-west-1',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    forcePathStyle,
  }),
);
