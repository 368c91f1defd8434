import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { LogLine } from '../shared/log';
import type { MetricName } from '../shared/metric-names';
import { smokeTestHeader } from '../shared/smoke-test';
import type { Unauthorized } from './authenticate';
import type { IngestDeps } from './deps';
import { headerOf, requestIdOf } from './gateway-event';
import type { Stored } from './store';

/** What happened to a request. */
export type IngestOutcome =
  | Stored
  | { readonly outcome: 'ignored' | 'secret-unreadable' }
  | { readonly outcome: 'unauthorized'; readonly cause: Unauthorized }
  | { readonly outcome: 'unexpected'; readonly cause: string };

/**
 * HTTP status by outcome (architecture §3). What Vibes must send again is 503, because a Platform event is never sent
 * again after a 4XX.
 */
export const statusOf = {
  stored: 200,
  'stored-large': 200,
  overflowed: 200,
  ignored: 200,
  unauthorized: 401,
  'secret-unreadable': 503,
  'store-failed': 503,
  unexpected: 503,
} as const satisfies Record<IngestOutcome['outcome'], number>;

interface Reported extends Pick<LogLine, 'code' | 'level'> {
  readonly metric?: MetricName;
}

/** How each outcome is logged and counted. The operator's commands tell by the codes what was answered. */
export const reportOf = {
  stored: { code: 'Stored' },
  // A large MMS is normal; the metric is for a queue that fails.
  'stored-large': { code: 'StoredLarge' },
  overflowed: { code: 'OverflowUsed', level: 'warn', metric: 'OverflowUsed' },
  ignored: { code: 'Ignored' },
  unauthorized: { code: 'MoUnauthorized', level: 'warn', metric: 'MoUnauthorized' },
  'secret-unreadable': { code: 'SecretUnreadable', level: 'error', metric: 'SecretUnreadable' },
  'store-failed': { code: 'StoreFailed', level: 'error', metric: 'StoreFailed' },
  unexpected: { code: 'Unexpected', level: 'error', metric: 'StoreFailed' },
} as const satisfies Record<IngestOutcome['outcome'], Reported>;

/**
 * Logs one line per request. The route is the gateway's own pattern, because a path may contain what a person typed.
 */
export function report(result: IngestOutcome, event: APIGatewayProxyEvent, deps: IngestDeps): void {
  const { metric, ...said }: Reported = reportOf[result.outcome];
  const cause = 'cause' in result ? { cause: result.cause } : {};
  const key = 'key' in result ? { key: result.key } : {};
  deps.log({
    ...{ ...said, requestId: requestIdOf(event), route: event?.resource ?? '' },
    ...{ ...cause, ...key, ...smokeTestOf(event) },
  });
  if (metric === undefined) return;
  // An alarm subtracts this metric from the gateway's 4XX, minute by minute.
  if (metric === 'MoUnauthorized') deps.countRequest(metric, event.requestContext);
  else deps.count(metric);
}

/**
 * Marks an operator's own test, so that it is not reported as Vibes' callback: `invocation` if it came by API Gateway's
 * TestInvokeMethod, which no stage counts.
 */
function smokeTestOf(event: APIGatewayProxyEvent): { readonly smokeTest?: 'invocation' | 'request' } {
  if (!event || headerOf(event, smokeTestHeader) === undefined) return {};
  return { smokeTest: event.requestContext?.stage === 'test-invoke-stage' ? 'invocation' : 'request' };
}
