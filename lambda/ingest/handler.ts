import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { errorCode } from '../shared/error-code';
import { prove } from './authenticate';
import { budget } from './budget';
import type { IngestDeps } from './deps';
import { type Outcome, report, statusOf } from './outcome';
import { store } from './store';
import { toEnvelope } from './to-envelope';

export type IngestHandler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/**
 * Keeps a callback and answers. Never throws: Lambda's own error would be logged with what it quotes. A 401 has no
 * `WWW-Authenticate`: the gateway would rename it, and makes the challenge itself (architecture §3).
 */
export function createHandler(deps: IngestDeps): IngestHandler {
  return async (event) => {
    const result = await ingest(event, deps).catch(unexpected);
    report(result, event, deps);
    return { statusCode: statusOf[result.outcome], body: '' };
  };
}

async function ingest(event: APIGatewayProxyEvent, deps: IngestDeps): Promise<Outcome> {
  const startedAtMs = deps.now();
  // Whoever tries the URL in a browser; Vibes calls by POST and PUT alone.
  if (event.httpMethod === 'GET' || event.httpMethod === 'HEAD') return { outcome: 'ignored' };
  const claimed = await prove(event, deps);
  if (claimed === 'unauthorized' || claimed === 'secret-unreadable') return { outcome: claimed };
  const envelope = toEnvelope(event, claimed, new Date(startedAtMs).toISOString());
  return store(envelope, deps, startedAtMs + budget.totalMs);
}

function unexpected(error: unknown): Outcome {
  return { outcome: 'unexpected', cause: errorCode(error) };
}
