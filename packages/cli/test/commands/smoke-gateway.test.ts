import { challengedFromHere, gatewaySteps } from '../../src/commands/smoke-gateway';
import { newSmokeTest } from '../../src/commands/smoke-steps';
import { givenOps } from '../support/ops-context';

const smokeTest = newSmokeTest({ username: 'vibes', password: 'p:w' });
const outputs = {
  RestApiId: 'api',
  MoResourceId: 'mo',
  MoAuthorizerId: 'auth',
  ApiStageName: 'callbacks',
  ApiDeploymentId: 'd1',
  SmsMoUrl: 'https://callbacks.example.com/sms/mo',
};
const policyOf = (...effects: readonly string[]) =>
  JSON.stringify({ Statement: effects.map((Effect) => ({ Effect, Action: 'execute-api:Invoke', Resource: '*' })) });
const allowed = { clientStatus: 0, policy: policyOf('Allow') };
const challenged = { clientStatus: 401 };

function given({ asked = [allowed, challenged] as unknown[], authorizerId = 'auth', deploymentId = 'd1' } = {}) {
  return givenOps({
    outputs,
    answers: {
      GetMethod: [{ authorizationType: 'CUSTOM', authorizerId }],
      TestInvokeAuthorizer: asked,
      GetStage: [{ deploymentId }],
    },
  });
}

async function stepsOf(world: ReturnType<typeof given>) {
  return gatewaySteps(world.context, world.stack, smokeTest);
}

test('the authorizer is asked with credentials and without, and the stage for what it serves', async () => {
  const world = given();
  expect(await stepsOf(world)).toEqual([
    { name: 'credentials pass the authorizer', ok: true, ms: 0 },
    { name: 'challenged without credentials', ok: true, ms: 0 },
    { name: 'the stage has this deployment', ok: true, ms: 0 },
  ]);
  const { authorization, ...without } = smokeTest.headers;
  expect(authorization).toMatch(/^Basic /);
  const asked = { restApiId: 'api', authorizerId: 'auth', pathWithQueryString: '/sms/mo' };
  expect(world.named('TestInvokeAuthorizer')).toEqual([
    { ...asked, headers: smokeTest.headers },
    { ...asked, headers: without },
  ]);
  expect(world.named('GetMethod')).toEqual([{ restApiId: 'api', resourceId: 'mo', httpMethod: 'POST' }]);
  expect(world.named('GetStage')).toEqual([{ restApiId: 'api', stageName: 'callbacks' }]);
});

test.each([
  ['fails', { clientStatus: 500 }, '500: the authorizer failed'],
  ['refuses', { clientStatus: 401 }, '401: the authorizer failed'],
  ['denies', { clientStatus: 0, policy: policyOf('Deny') }, 'it refuses right credentials'],
  ['allows and denies', { clientStatus: 0, policy: policyOf('Allow', 'Deny') }, 'it refuses'],
  ['answers with no policy', { clientStatus: 0 }, 'it refuses'],
])('an authorizer that %s with credentials is trouble', async (_what, answer, detail) => {
  const [passes] = await stepsOf(given({ asked: [answer, challenged] }));
  expect(passes).toMatchObject({ ok: false, detail: expect.stringContaining(detail) });
});

test.each([
  ['lets everybody pass', allowed, 'it does not ask for credentials'],
  ['fails', { clientStatus: 500 }, '500 instead of 401'],
])('an authorizer that %s without credentials is trouble', async (_what, answer, detail) => {
  const [, challenge] = await stepsOf(given({ asked: [allowed, answer] }));
  expect(challenge).toMatchObject({ ok: false, detail: expect.stringContaining(detail) });
});

test('an MO route that asks another authorizer is trouble', async () => {
  const [passes] = await stepsOf(given({ authorizerId: 'other', asked: [challenged] }));
  expect(passes).toMatchObject({ ok: false, detail: expect.stringContaining('another authorizer, or none') });
});

test('a stage that was deployed to by hand is trouble', async () => {
  const [, , stage] = await stepsOf(given({ deploymentId: 'by-hand' }));
  expect(stage).toMatchObject({ ok: false, detail: expect.stringContaining('it has by-hand') });
});

test('a version that names neither authorizer nor deployment is said to be so, and asked nothing', async () => {
  const { context, stack, calls } = givenOps({ outputs: { RestApiId: 'api', MoResourceId: 'mo' } });
  const steps = await gatewaySteps(context, stack, smokeTest);
  expect(steps.map(({ ok, detail }) => [ok, detail?.split(':')[0]])).toEqual([
    [true, 'skipped'],
    [true, 'skipped'],
    [true, 'skipped'],
  ]);
  expect(calls).toEqual([]);
});

describe('from here', () => {
  const answered = (status: number, headers: Record<string, string> = {}) =>
    jest.spyOn(globalThis, 'fetch').mockResolvedValueOnce(new Response('', { status, headers }));
  const step = () => {
    const { context, stack } = given();
    return challengedFromHere(context, stack, smokeTest);
  };
  afterEach(() => jest.restoreAllMocks());

  it('a post without credentials is to be answered 401, with the challenge', async () => {
    const fetched = answered(401, { 'WWW-Authenticate': 'Basic realm="x"' });
    expect(await step()).toEqual({ name: 'challenged without credentials', ok: true, ms: 0 });
    const [url, { headers } = {}] = fetched.mock.calls[0] ?? [];
    expect([url, Object.keys(headers ?? {})]).toEqual([
      outputs.SmsMoUrl,
      expect.not.arrayContaining(['authorization']),
    ]);
  });

  it.each([
    [401, '401 without WWW-Authenticate'],
    [500, '500 instead of 401'],
  ])('%d is trouble: %s', async (status, detail) => {
    answered(status);
    expect(await step()).toMatchObject({ ok: false, detail });
  });
});
