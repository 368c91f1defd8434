import { explain, explainError, isAccessDenied } from '../../src/frame/explain-error';
import { OpsError } from '../../src/frame/ops-error';
import { noteCalls } from '../../src/reads/called-action';

const aws = { dataFolder: undefined, profile: undefined };
const local = { dataFolder: '.local', profile: undefined };

function failure(name: string, message: string, code?: string): Error {
  return Object.assign(new Error(message), { name, ...(code === undefined ? {} : { code }) });
}

describe('a failure is one sentence', () => {
  it.each([
    ['no local cloud', failure('Error', '', 'ECONNREFUSED'), local, /^No local cloud is running .*npm start/],
    ['no credentials', failure('CredentialsProviderError', 'Could not load'), aws, /^There are no AWS credentials/],
    ['expired ones', failure('ExpiredTokenException', 'expired'), aws, /have expired: log in again/],
    ['unknown ones', failure('InvalidClientTokenId', 'invalid'), aws, /rejects these credentials/],
    ['no Region', failure('Error', 'Region is missing'), aws, /--region/],
    ['no network', failure('Error', '', 'ENOTFOUND'), aws, /Cannot reach AWS/],
    ['too many calls', failure('ThrottlingException', 'Rate exceeded'), aws, /^AWS throttles these calls: try again/],
    ['our own', new OpsError('wrong-usage', 'Say so.'), aws, /^Say so\.$/],
    ['any other', failure('Odd', 'first line\nsecond line'), aws, /^Odd: first line$/],
  ])('%s', (_what, error, place, expected) => {
    expect(explainError(error, place)).toMatch(expected);
  });

  it.each([
    ['local-cloud-not-running', failure('Error', '', 'ECONNREFUSED'), local],
    ['no-credentials', failure('CredentialsProviderError', 'Could not load'), aws],
    ['credentials-expired', failure('ExpiredTokenException', 'expired'), aws],
    ['not-authorized', failure('AccessDenied', 'Access Denied'), aws],
    ['credentials-unknown', failure('InvalidClientTokenId', 'invalid'), aws],
    ['no-region', failure('Error', 'Region is missing'), aws],
    ['unreachable', failure('Error', '', 'ENOTFOUND'), aws],
    ['aws-call-failed', failure('SlowDown', 'Please reduce your request rate.'), aws],
    ['wrong-usage', new OpsError('wrong-usage', 'Say so.'), aws],
    ['aws-call-failed', failure('Odd', 'odd'), aws],
  ])('with the code %s', (code, error, place) => {
    expect(explain(error, place)).toEqual({ code, message: explainError(error, place) });
  });

  it('names the profile that gives nothing', () => {
    const error = failure('CredentialsProviderError', 'x');
    expect(explainError(error, { dataFolder: undefined, profile: 'night' })).toContain('--profile night');
  });

  it('names the action that AWS names', () => {
    const message = 'User: arn:aws:iam::1:user/x is not authorized to perform: sqs:ReceiveMessage on resource: y';
    expect(explainError(failure('AccessDenied', message), aws)).toContain('do not allow sqs:ReceiveMessage');
  });

  it('names the action of the call where AWS names none, as S3', async () => {
    const denied = failure('AccessDenied', 'Access Denied');
    await expect(throwThrough('s3', 'ListObjectsV2Command', denied)).rejects.toBe(denied);
    expect(explainError(denied, aws)).toContain('do not allow s3:ListBucket');
  });
});

it.each([
  ['AccessDenied', true],
  ['AccessDeniedException', true],
  ['AuthorizationErrorException', true],
  ['ThrottlingException', false],
])('%s is a refusal by policy: %s', (name, expected) => {
  expect(isAccessDenied(failure(name, ''))).toBe(expected);
});

/** What the SDK does with the middleware. */
async function throwThrough(service: string, commandName: string, error: Error): Promise<void> {
  type Handler = (args: object) => Promise<object>;
  let middleware: ((next: Handler, context: { commandName: string }) => Handler) | undefined;
  const stack = { add: (added: typeof middleware) => (middleware = added) };
  Reflect.apply(noteCalls(service).applyToStack, undefined, [stack]);
  await middleware?.(() => Promise.reject(error), { commandName })({});
}
