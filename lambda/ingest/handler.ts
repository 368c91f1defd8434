import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { errorCode } from '../shared/error-code';
import { type Authentication, authenticate, isUnauthorized } from './authenticate';
import { budget } from './budget';
import { DeadlineError, withDeadline } from './deadline';
import type { IngestDeps } from './deps';
import { type IngestOutcome, report, statusOf } from './outcome';
import { store } from './store';
import { toEnvelope } from './to-envelope';

/** Undefined if called without a context, as from a user's own test; then it has all the time in the budget. */
type TimeLeft = Pick<Context, 'getRemainingTimeInMillis'> | undefined;

export type IngestHandler = (event: APIGatewayProxyEvent, context?: TimeLeft) => Promise<APIGatewayProxyResult>;

/**
 * Stores a callback and answers. It never throws, because Lambda would log the error and what it quotes. A 401 has
 * no `WWW-Authenticate`: the gateway would rename it, and makes the challenge itself (architecture §3).
 */
export function createHandler(deps: IngestDeps): IngestHandler {
  return async (event, context) => {
    const result = await ingest(event, context, deps).catch(unexpected);
    report(result, event, deps);
    return { statusCode: statusOf[result.outcome], body: '' };
  };
}

async function ingest(event: APIGatewayProxyEvent, context: TimeLeft, deps: IngestDeps): Promise<IngestOutcome> {
  const startedAtMs = deps.now();
  const endsAtMs = startedAtMs + workMs(context);
  // Someone tries the URL in a browser; Vibes uses only POST and PUT.
  if (event.httpMethod === 'GET' || event.httpMethod === 'HEAD') return { outcome: 'ignored' };
  const authentication = await withDeadline(endsAtMs - deps.now(), () => authenticate(event, deps)).catch(unread);
  if (authentication === 'secret-unreadable') return { outcome: authentication };
  if (isUnauthorized(authentication)) return { outcome: 'unauthorized', cause: authentication };
  const envelope = toEnvelope(event, authentication, deps.asked, new Date(startedAtMs).toISOString());
  return store(envelope, deps, endsAtMs);
}

/** Without this default, a missing context would turn a callback into a 503. */
function workMs(context: TimeLeft): number {
  const leftMs = context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  return Math.min(budget.totalMs, leftMs - budget.answerMs);
}

/** Nothing else in authentication takes time, so it was a secret that could not be read. */
function unread(error: unknown): Authentication {
  if (error instanceof DeadlineError) return 'secret-unreadable';
  throw error;
}

function unexpected(error: unknown): IngestOutcome {
  return { outcome: 'unexpected', cause: errorCode(error) };
}
