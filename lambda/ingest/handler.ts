import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { encodeEnvelope } from '../core/envelope';
import { budget } from './budget';
import type { IngestDeps } from './deps';
import { toEnvelope } from './to-envelope';

type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

export function createHandler(deps: IngestDeps): Handler {
  return async (event) => {
    if (event.httpMethod === 'GET' || event.httpMethod === 'HEAD') return answer(200);
    const envelope = toEnvelope(event, 'source', new Date(deps.now()).toISOString());
    try {
      await deps.queue.send(encodeEnvelope(envelope), AbortSignal.timeout(budget.queueMs));
    } catch {
      return answer(503);
    }
    return answer(200);
  };
}

function answer(statusCode: number): APIGatewayProxyResult {
  return { statusCode, body: '' };
}
