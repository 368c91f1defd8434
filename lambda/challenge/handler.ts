import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { ChallengeDeps } from './deps';

const testStage = 'test-invoke-stage';

type Handler = (event: APIGatewayRequestAuthorizerEvent) => Promise<APIGatewayAuthorizerResult>;

/**
 * The authorizer of the MO route. A caller without credentials gets the gateway's 401 with its challenge; a caller with
 * some goes on to ingest, which alone can check them. It accepts the header in any spelling, because header names come
 * as they were sent and HTTP/2 sends them in lower case.
 */
export function createHandler({ countChallenge, countPassed }: ChallengeDeps): Handler {
  return async ({ headers, methodArn, requestContext }) => {
    const { stage, requestTimeEpoch } = requestContext;
    // API Gateway does not count a test invocation, such as that of `ops smoke`, for any stage.
    const isCounted = stage !== testStage;
    if (!hasCredentials(headers)) {
      if (isCounted) countChallenge(requestTimeEpoch, stage);
      throw unauthorized();
    }
    if (isCounted) countPassed(stage);
    return {
      principalId: 'vibes',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }],
      },
    };
  };
}

function hasCredentials(headers: APIGatewayRequestAuthorizerEvent['headers']): boolean {
  const named = Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() === 'authorization');
  return named.some(([, value]) => (value ?? '').trim() !== '');
}

/**
 * Exactly this word makes the gateway answer 401 (`UNAUTHORIZED`); any other error is a 500. Without a stack, which
 * would fill the log.
 */
function unauthorized(): Error {
  const error = new Error('Unauthorized');
  error.stack = '';
  return error;
}
