import { createDeps } from '../../../lambda/ingest/deps';
import { createHandler } from '../../../lambda/ingest/handler';
import { json, wireServer } from '../../support/wire-server';
import { basic, request } from './given';

// What a call may take is no matter here, and a busy machine takes long.
jest.mock('../../../lambda/ingest/budget', () => {
  const { budget } = jest.requireActual('../../../lambda/ingest/budget');
  return { budget: Object.fromEntries(Object.keys(budget).map((name) => [name, name === 'answerMs' ? 0 : 30_000])) };
});

const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:mo-AbCdEf';
const good = '{"username":"vibes","password":"good"}';
const before = process.env;
afterEach(() => {
  process.env = before;
  jest.restoreAllMocks();
});

/** The statuses of MO messages with these passwords while the current version is `current`, and what is logged. */
async function answers(current: string, passwords: readonly string[]) {
  const lines: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  const server = await wireServer((response, one) => {
    const { VersionStage: stage } = JSON.parse(one.body);
    json(stage === undefined ? {} : { SecretString: stage === 'AWSCURRENT' ? current : good })(response, one);
  });
  process.env = { ...before, ...server.environment };
  const handler = createHandler(
    createDeps({
      QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/callbacks',
      OVERFLOW_BUCKET: 'overflow-bucket',
      MO_SECRET_ARN: arn,
      MO_USER_NAME: 'vibes',
      RBM_SECRET_ARN: '',
      CLIENT_CERTIFICATE_CN: '',
      REQUIRE_CERTIFICATE: 'false',
      METRIC_SCOPE: 'test',
    }),
  );
  const statuses: number[] = [];
  try {
    for (const password of passwords) {
      const call = request({ resource: '/sms/mo', headers: basic('vibes', password), body: '<moMessage/>' });
      statuses.push((await handler(call, { getRemainingTimeInMillis: () => 60_000 })).statusCode);
    }
  } finally {
    await server.stop();
  }
  return { statuses, log: lines.join('\n') };
}

test.each([
  ['{"username":"vibes","password":""}', 'empty password'],
  ['{"username":"vibes","passw', 'not JSON'],
  ['null', 'not an object'],
  [' ', 'blank'],
])('while the secret is %p the password before passes, another gets 503, and the log says %s', async (current, why) => {
  const { statuses, log } = await answers(current, ['good', 'other', '']);
  expect(statuses).toEqual([200, 503, 503]);
  expect(log).toContain(`"code":"SecretReadFailed","level":"warn","secret":"${arn}","cause":"${why}"`);
});

test('the alarm rings of a damaged secret although Vibes gets its 200', async () => {
  const { statuses, log } = await answers('null', ['good']);
  expect(statuses).toEqual([200]);
  expect(log).toContain('"SecretUnreadable":1');
});

test('wrong credentials are counted in all, and for the stage that they came to', async () => {
  const { statuses, log } = await answers(good, ['wrong']);
  expect(statuses).toEqual([401]);
  const counted = log
    .split('\n')
    .filter((line) => line.includes('"MoUnauthorized":1'))
    .map((line) => JSON.parse(line));
  const dimensions = counted.map(({ _aws }) => _aws.CloudWatchMetrics[0].Dimensions);
  expect(dimensions).toContainEqual([['Scope']]);
  expect(dimensions).toContainEqual([['Scope', 'Stage']]);
  expect(counted.find(({ Stage }) => Stage !== undefined)).toMatchObject({ Scope: 'test', Stage: 'callbacks' });
});
