import type { Method, RestApi } from './api-model';
import { type Authorization, authorizerEvent, authorizerTimeoutMs, readAuthorization } from './authorizer';
import { type ErrorMetric, errorMetric, type GatewayAnswer } from './gateway-answer';
import { type GatewayRequest, maxBodyBytes } from './gateway-request';
import type { GatewayResponseType } from './gateway-responses';
import { type Invoke, invokeInTime } from './invoke-in-time';
import { type Match, matchResource } from './match-resource';
import { readProxyAnswer } from './proxy-answer';
import { proxyEvent } from './proxy-event';
import { type MethodCall, type TestAnswer, type TestInvocation, testCall } from './test-invoke';
import { type AuthorizerTest, type AuthorizerTestAnswer, testInvokeAuthorizer } from './test-invoke-authorizer';

/** The service's limit for an event that a function is invoked with. */
const maxEventBytes = 6 * 1024 * 1024;
/** All of the request line and the header values together. */
const maxHeaderBytes = 10_240;

/** What the service counts of a request. */
export interface GatewayObservation {
  /** The method that the path found, whether it was called or not. */
  readonly method: Method | undefined;
  /** Epoch milliseconds. */
  readonly arrivedAtMs: number;
  readonly latencyMs: number;
  readonly error: ErrorMetric | undefined;
}

/** API Gateway: from a request to its answer, in the order in which the service checks. */
export class Gateway {
  constructor(
    private readonly api: RestApi,
    private readonly invoke: Invoke,
    private readonly now: () => Date = () => new Date(),
    private readonly observe: (observation: GatewayObservation) => void = () => undefined,
    private readonly writeAccessLog: (destinationArn: string, line: string) => void = () => undefined,
  ) {}

  async handle(request: GatewayRequest): Promise<GatewayAnswer> {
    const match = matchResource(this.api.root, request.path);
    const method = match?.node.methods.get(request.method) ?? match?.node.methods.get('ANY');
    const startedMs = performance.now();
    const arrivedAtMs = this.now().getTime();
    const answer = await this.answer(request, match, method);
    const latencyMs = Math.round(performance.now() - startedMs);
    this.observe({ method, arrivedAtMs, error: errorMetric(answer), latencyMs });
    const { accessLog } = this.api;
    if (accessLog !== undefined) {
      const line = accessLog.toLine({ request, status: answer.status, arrivedAtMs });
      this.writeAccessLog(accessLog.destinationArn, line);
    }
    return answer;
  }

  private async answer(request: GatewayRequest, match?: Match, method?: Method): Promise<GatewayAnswer> {
    const { policy } = this.api;
    const decision = policy.decide(request.sourceIp, this.arnOf(request));
    // If an authorizer decides a call, the policy can only deny it.
    const isOpen = decision === 'allowed' || (decision === 'denied' && method?.authorizer !== undefined);
    if (!isOpen) return this.respond('ACCESS_DENIED', request, this.denial(request, decision));
    if (match === undefined || method === undefined) {
      return this.respond('MISSING_AUTHENTICATION_TOKEN', request, 'Missing Authentication Token');
    }
    if (method.throttle?.take() === false) return this.respond('THROTTLED', request, 'Too Many Requests');
    if (tooLarge(request)) return this.respond('REQUEST_TOO_LARGE', request, 'Request Too Long');
    return this.authorize({ method, match, request, api: this.api });
  }

  /**
   * A test invocation: neither the resource policy nor the throttle nor an authorizer is asked.
   * @returns undefined where there is no such method
   */
  async test(invocation: TestInvocation): Promise<TestAnswer | undefined> {
    const call = testCall(this.api, invocation);
    if (call === undefined) return undefined;
    const started = performance.now();
    const answer = await this.validate(call);
    return { ...answer, requestId: call.request.requestId, latencyMs: Math.round(performance.now() - started) };
  }

  /** @returns undefined where no method has such an authorizer */
  testAuthorizer(test: AuthorizerTest): Promise<AuthorizerTestAnswer | undefined> {
    return testInvokeAuthorizer(this.api, this.invoke, test, this.now());
  }

  /** The resource that a path finds, as the template writes it. */
  routeOf(path: string): string {
    const node = matchResource(this.api.root, path)?.node;
    return node === undefined ? '' : node.path || '/';
  }

  /** The gateway's own answers, even to what is not a valid request. */
  respond(
    type: GatewayResponseType,
    { requestId }: Pick<GatewayRequest, 'requestId'>,
    message: string,
    status?: number,
  ) {
    return this.api.responses.render(type, message, requestId, status);
  }

  private async authorize(call: MethodCall): Promise<GatewayAnswer> {
    const { request } = call;
    const authorization = await this.askAuthorizer(call);
    switch (authorization.outcome) {
      case 'allowed':
        return this.validate(authorization.context ? { ...call, authorizer: authorization.context } : call);
      case 'unauthorized':
        return this.respond('UNAUTHORIZED', request, 'Unauthorized');
      case 'denied':
        return this.respond('ACCESS_DENIED', request, this.denial(request, 'denied'));
      case 'broken':
        return this.respond('AUTHORIZER_CONFIGURATION_ERROR', request, 'Internal server error');
      default:
        return authorization satisfies never;
    }
  }

  /** It does not see the body, and has its own timeout. */
  private async askAuthorizer({ method, match, request, api }: MethodCall): Promise<Authorization> {
    const { authorizer } = method;
    if (authorizer === undefined) return { outcome: 'allowed' };
    if (!authorizer.mayInvoke) return { outcome: 'broken' };
    const methodArn = this.arnOf(request);
    const event = proxyEvent(api, method, match, { ...request, body: Buffer.alloc(0) }, this.now());
    const asked = { functionArn: authorizer.functionArn, timeoutMs: authorizerTimeoutMs };
    const result = await invokeInTime(this.invoke, asked, authorizerEvent(event, methodArn));
    return result === 'late' ? { outcome: 'broken' } : readAuthorization(result, methodArn);
  }

  private async validate(call: MethodCall): Promise<GatewayAnswer> {
    const missing = missingParameters(call.method, call.match, call.request);
    if (missing.length === 0) return this.integrate(call);
    const message = `Missing required request parameters: [${missing.join(', ')}]`;
    return this.respond('BAD_REQUEST_PARAMETERS', call.request, message);
  }

  private async integrate({ method, match, request, api, authorizer }: MethodCall): Promise<GatewayAnswer> {
    const broken = (type: GatewayResponseType, status?: number) =>
      this.respond(type, request, 'Internal server error', status);
    if (!method.mayInvoke(request.stageName ?? api.stageName)) return broken('API_CONFIGURATION_ERROR');
    const event = proxyEvent(api, method, match, request, this.now(), authorizer);
    // Lambda refuses the invocation (413), which is a failure of the integration and no fault of the caller's.
    if (Buffer.byteLength(event) > maxEventBytes) return broken('INTEGRATION_FAILURE', 500);
    const result = await invokeInTime(this.invoke, method, event);
    if (result === 'late') return this.respond('INTEGRATION_TIMEOUT', request, 'Endpoint request timed out');
    if (result.status === 'not-run') return broken('INTEGRATION_FAILURE', 500);
    if (result.status === 'function-error') return broken('INTEGRATION_FAILURE', 502);
    return readProxyAnswer(result.payload) ?? broken('INTEGRATION_FAILURE', 502);
  }

  private arnOf({ method, path, stageName = this.api.stageName }: GatewayRequest): string {
    const { region, accountId, id } = this.api;
    return `arn:aws:execute-api:${region}:${accountId}:${id}/${stageName}/${method}${path}`;
  }

  private denial(request: GatewayRequest, decision: 'denied' | 'explicitly-denied'): string {
    const { accountId } = this.api;
    const arn = this.arnOf(request).replace(accountId, `********${accountId.slice(-4)}`);
    const how = decision === 'explicitly-denied' ? ' with an explicit deny' : '';
    return `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${arn}${how}`;
  }
}

function tooLarge({ body, rawHeaders, path, query }: GatewayRequest): boolean {
  if (body.length > maxBodyBytes) return true;
  const values = rawHeaders.filter((_, index) => index % 2 === 1);
  return values.reduce((bytes, value) => bytes + value.length, path.length + query.length) > maxHeaderBytes;
}

/** A required parameter must be there and not be blank. */
function missingParameters({ required }: Method, match: Match, request: GatewayRequest): readonly string[] {
  const absent = required.filter(({ location, name }) => {
    if (location === 'path') return match.parameters[name] === undefined;
    if (location === 'querystring') return (new URLSearchParams(request.query).get(name) ?? '').trim() === '';
    return !hasHeader(request.rawHeaders, name);
  });
  return absent.map(({ name }) => name);
}

/** "Header names and query parameters are processed in a case-sensitive way" (developer guide, important notes). */
function hasHeader(rawHeaders: readonly string[], wanted: string): boolean {
  return rawHeaders.some(
    (text, index) => index % 2 === 0 && text === wanted && (rawHeaders[index + 1] ?? '').trim() !== '',
  );
}
