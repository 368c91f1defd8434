import { X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { LocalCloudError } from '../base/local-cloud-error';
import { isFromThisMachine } from '../control/is-from-this-machine';
import type { CallerCertificate } from './custom-domain';
import type { Gateway } from './gateway';
import { type ErrorMetric, errorMetric, type GatewayAnswer } from './gateway-answer';
import type { GatewayRequest } from './gateway-request';
import { answerText, newRequestIds, originForm, readBody, writeAnswer } from './http-messages';

export interface ServedGateway {
  /** The first segment of every path is one of these. */
  readonly stageNames: readonly string[];
  /** The host in the callers' URLs, if the API has a custom domain. */
  readonly hostNames: readonly string[];
  /** The caller's address when it names none. */
  readonly defaultSourceIp: string;
  /** Callers present it in the header `x-local-client-certificate`: its DER in base64. */
  readonly certificate: CallerCertificate;
  /** Requests to `/_local/…`, which the cloud does not have. */
  readonly control: (request: IncomingMessage, response: ServerResponse) => void;
  /** Called with every request to the stage, once it is answered. */
  readonly onAnswer: (request: Answered, exchange: Exchange) => void;
  /** A fault of the local cloud itself: its caller's connection was closed. */
  readonly onError: (error: unknown) => void;
}

export interface Answered {
  readonly requestId: string;
  readonly method: string;
  /** The resource that the path found, as the template writes it: a path itself may hold anything. */
  readonly route: string;
  readonly status: number;
  /** What CloudWatch counts it as, if it is an error. */
  readonly errorMetric: ErrorMetric | undefined;
}

/** The request and its answer themselves. */
export interface Exchange {
  readonly request: GatewayRequest;
  readonly answer: GatewayAnswer;
  readonly receivedAt: Date;
  readonly tookMs: number;
}

/** How long a caller may take to send its headers, and the whole request. A slower one gets 408. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
}

const patience: Patience = { headersMs: 10_000, requestMs: 60_000 };

/** The HTTP side of the gateway: reads requests, writes answers, knows no rule. */
export class GatewayServer {
  readonly #server: Server;
  #running: Running | undefined;

  constructor({ headersMs, requestMs }: Patience = patience) {
    const options = {
      // Above the limit of API Gateway, which answers such a request itself; Node would hang up.
      maxHeaderSize: 64 * 1024,
      keepAliveTimeout: 60_000,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: Math.min(headersMs, 1000),
    };
    this.#server = createServer(options, (request, response) => this.#accept(request, response));
    this.#server.on('checkContinue', (request, response) => this.#accept(request, response));
    // API Gateway ignores other expectations; Node's own answer would be a 417.
    this.#server.on('checkExpectation', (request, response) => this.#accept(request, response));
    this.#server.on('clientError', (error, socket) => this.#refuse(error, socket as Socket));
  }

  /** Takes the port at once, so that a port in use is reported first. Answers 503 until `serve`. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => reject(portError(error, port)));
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** @param gateway asked for at each request, because a deployment may replace it; undefined when there is no API */
  serve(gateway: () => Gateway | undefined, options: ServedGateway): void {
    this.#running = { gateway, options };
  }

  /** Accepts no more requests; running ones are still answered. */
  close(): void {
    this.#server.close();
    this.#server.closeIdleConnections();
  }

  abort(): void {
    this.#server.closeAllConnections();
  }

  #accept(request: IncomingMessage, response: ServerResponse): void {
    const running = this.#running;
    const url = originForm(request.url ?? '/');
    if (running === undefined) response.writeHead(503).end();
    else if (url.startsWith('/_local/')) running.options.control(request, response);
    else
      this.#serve(running, url, request, response).catch((error) => {
        response.destroy();
        running.options.onError(error);
      });
  }

  async #serve(
    { gateway: current, options }: Running,
    url: string,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    const ids = newRequestIds(request.headers['x-amzn-requestid']);
    // A web page that happens to be open must not call the API: it would come from an allowed address.
    if (!isFromThisMachine(request, options.hostNames)) return writeAnswer(response, ids, stranger, request.method);
    const gateway = current();
    if (gateway === undefined) return writeAnswer(response, ids, noApi, request.method);
    const [path, query] = splitOnce(url, '?');
    const stageName = options.stageNames.find((name) => path === `/${name}` || path.startsWith(`/${name}/`));
    if (stageName === undefined) return writeAnswer(response, ids, forbidden, request.method);
    const certificate = options.certificate === 'none' ? undefined : readCertificate(request);
    if (options.certificate === 'required' && certificate === undefined) {
      return writeAnswer(response, ids, forbidden, request.method);
    }
    const body = await readBody(request, response);
    if (body === undefined) return response.destroy();
    const call: GatewayRequest = {
      ...ids,
      method: request.method ?? 'GET',
      stageName,
      path: path.slice(stageName.length + 1) || '/',
      query,
      rawHeaders: request.rawHeaders,
      body,
      sourceIp: sourceIpOf(request) ?? options.defaultSourceIp,
      ...(certificate === undefined ? {} : { certificate }),
    };
    const receivedAt = new Date();
    const startedMs = performance.now();
    const answer = await gateway.handle(call);
    writeAnswer(response, ids, answer, request.method);
    const { method } = call;
    const route = gateway.routeOf(call.path);
    const tookMs = performance.now() - startedMs;
    options.onAnswer(
      { requestId: ids.requestId, method, route, status: answer.status, errorMetric: errorMetric(answer) },
      { request: call, answer, receivedAt, tookMs },
    );
  }

  /** What Node cannot read as a request is answered as the template says, and the connection closed. */
  #refuse(error: NodeJS.ErrnoException, socket: Socket): void {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const { requestId } = newRequestIds();
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return void socket.end(answerText(requestId, tooSlow));
    const overflow = error.code === 'HPE_HEADER_OVERFLOW';
    const type = overflow ? 'REQUEST_TOO_LARGE' : 'MISSING_AUTHENTICATION_TOKEN';
    const message = overflow ? 'Request Too Long' : 'Missing Authentication Token';
    const answer = this.#running?.gateway()?.respond(type, { requestId }, message);
    socket.end(answerText(requestId, answer ?? notYet));
  }
}

interface Running {
  readonly gateway: () => Gateway | undefined;
  readonly options: ServedGateway;
}

const tooSlow: GatewayAnswer = { status: 408, headers: [], body: Buffer.alloc(0) };
const notYet: GatewayAnswer = { status: 503, headers: [], body: Buffer.alloc(0) };

/** A stage or a certificate is missing: the request does not reach the API, so the answer cannot be customized. */
const forbidden = refusal(403, 'Forbidden');

/** AWS has no host for this at all. */
const noApi = refusal(404, 'The stack has no API: only /_local/ answers here.');

/** For paths that the API does not have: callers from other addresses are refused there too. */
const stranger = refusal(403, 'The local cloud takes no call from a web page, or for a host other than localhost.');

function refusal(status: number, message: string): GatewayAnswer {
  return {
    status,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

function sourceIpOf({ headers }: IncomingMessage): string | undefined {
  const { 'x-local-source-ip': sourceIp } = headers;
  return typeof sourceIp === 'string' ? sourceIp.trim() : undefined;
}

function readCertificate({ headers }: IncomingMessage): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(String(headers['x-local-client-certificate']), 'base64'));
  } catch {
    return undefined;
  }
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function portError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new LocalCloudError(
      'port-taken',
      `Port ${port} is in use: stop what listens there, or choose another with --port.`,
    );
  }
  if (error.code === 'EACCES')
    return new LocalCloudError('port-forbidden', `Port ${port} needs more rights: choose one above 1023.`);
  return error;
}
