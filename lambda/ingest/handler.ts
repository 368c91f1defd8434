import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { errorCode } from '../shared/error-code';
import { authenticate } from './authenticate';
import { budget } from './budget';
import type { IngestDeps } from './deps';
import { type IngestOutcome, report, statusOf } from './outcome';
import { store } from './store';
import { toEnvelope } from './to-envelope';

export type IngestHandler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/**
 * Stores a callback and answers. Never throws: Lambda would log the error, with whatever it quotes. A 401 has no
 * `WWW-Authenticate`: the gateway would rename it, and makes the challenge itself (architecture §3).
 */
export function createHandler(deps: IngestDeps): IngestHandler {
  return async (event) => {
    const result = await ingest(event, deps).catch(unexpected);
    report(result, event, deps);
    return { statusCode: statusOf[result.outcome], body: '' };
  };
}

async function ingest(event: APIGatewayProxyEvent, deps: IngestDeps): Promise<IngestOutcome> {
  const startedAtMs = deps.now();
  // Somebody tries the URL in a browser; Vibes uses POST and PUT only.
  if (event.httpMethod === 'GET' || event.httpMethod === 'HEAD') return { outcome: 'ignored' };
  const authentication = await authenticate(event, deps);
  if (authentication === 'unauthorized' || authentication === 'secret-unreadable') return { outcome: authentication };
  const envelope = toEnvelope(event, authentication, deps.asked, new Date(startedAtMs).toISOString());
  return store(envelope, deps, startedAtMs + budget.totalMs);
}

function unexpected(error: unknown): IngestOutcome {
  return { outcome: 'unexpected', cause: errorCode(error) };
}
