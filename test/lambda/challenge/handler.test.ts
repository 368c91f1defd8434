import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { createHandler } from '../../../lambda/challenge/handler';

const methodArn = 'arn:aws:execute-api:us-east-1:123456789012:api/callbacks/POST/sms/mo';
const handler = createHandler();

function asked(headers: Record<string, string> | null) {
  return handler({ type: 'REQUEST', methodArn, headers } as APIGatewayRequestAuthorizerEvent);
}

test.each(['Authorization', 'authorization', 'AUTHORIZATION'])('lets %s pass, right or wrong', async (name) => {
  expect(await asked({ [name]: 'Basic eA==' })).toEqual({
    principalId: 'vibes',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }],
    },
  });
});

test.each([
  ['no headers', null],
  ['other headers', { 'X-Authorization': 'Basic eA==' }],
  ['a blank one', { Authorization: ' ' }],
])('with %s it says the word that the gateway answers 401 to', async (_what, headers) => {
  await expect(asked(headers)).rejects.toThrow(/^Unauthorized$/);
});

test('its refusals do not fill the log with stacks', async () => {
  const refusal = await asked(null).catch((error: Error) => error.stack);
  expect(refusal).toBe('');
});
