import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { createHandler } from '../../../lambda/challenge/handler';

const methodArn = 'arn:aws:execute-api:us-east-1:123456789012:api/callbacks/POST/sms/mo';
const counted: [number, string][] = [];
const passed: string[] = [];
const handler = createHandler({
  countChallenge: (...one) => void counted.push(one),
  countPassed: (stage) => void passed.push(stage),
});

beforeEach(() => {
  counted.splice(0);
  passed.splice(0);
});

function asked(headers: Record<string, string> | null, stage = 'callbacks') {
  const requestContext = { stage, requestTimeEpoch: 1_767_323_045_678 };
  return handler({ type: 'REQUEST', methodArn, headers, requestContext } as APIGatewayRequestAuthorizerEvent);
}

test.each(['Authorization', 'authorization', 'AUTHORIZATION'])('lets %s pass, right or wrong', async (name) => {
  expect(await asked({ [name]: 'Basic eA==' })).toEqual({
    principalId: 'vibes',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }],
    },
  });
  expect([counted, passed]).toEqual([[], ['callbacks']]);
});

test.each([
  ['no headers', null],
  ['other headers', { 'X-Authorization': 'Basic eA==' }],
  ['a blank one', { Authorization: ' ' }],
])('with %s it says the word that the gateway answers 401 to', async (_what, headers) => {
  await expect(asked(headers)).rejects.toThrow(/^Unauthorized$/);
  expect([counted, passed]).toEqual([[[1_767_323_045_678, 'callbacks']], []]);
});

test('a test invocation, which no stage counts, is not counted', async () => {
  await expect(asked(null, 'test-invoke-stage')).rejects.toThrow(/^Unauthorized$/);
  await asked({ Authorization: 'Basic eA==' }, 'test-invoke-stage');
  expect([counted, passed]).toEqual([[], []]);
});

test('its refusals do not fill the log with stacks', async () => {
  const refusal = await asked(null).catch((error: Error) => error.stack);
  expect(refusal).toBe('');
});
