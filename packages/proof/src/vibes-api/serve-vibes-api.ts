import { randomBytes, randomInt } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import type { VibesApiServer } from '../../../cli/src/start/vibes-api-server';
import { createCompressedClock } from '../simulator/clock';
import { deliver } from '../simulator/delivery';
import { createHttpPost } from '../simulator/http-post';
import { createRandom } from '../vibes/random';
import { callsOf, eventFor, type RegisteredCall, type VibesEvent } from './calls';
import { type Read, readRegistration, readTestRequest } from './read-request';
import { type Registration, Registrations } from './registrations';

/** What Vibes' pages leave open or contradict themselves in: each by a word of the command line. */
export const vibesApiRules = {
  'one-per-type': 'one registration for each type (without it: up to 50 URLs)',
  'page-names': 'answers with created_at and updated_at, and the scope of device_removed under device_added',
  'empty-201': 'answers a registration with 201 and no body, as the API description has it',
  'client-certificate': 'requires a client certificate',
  downed: 'calls no URL, as one in the "downed" state',
} as const;

export type VibesApiRule = keyof typeof vibesApiRules;

export interface VibesApiOptions {
  /** @default 0: a free one */
  readonly port?: number;
  readonly rules?: readonly VibesApiRule[];
  /** Serves HTTPS with this, and asks callers for a certificate that `ca` signed: PEM. @default - plain HTTP */
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer; readonly ca?: Buffer };
  /** How much faster than Vibes it waits before it calls again. @default 300: five minutes are a second */
  readonly speed?: number;
  /** In milliseconds. @default Date.now */
  readonly now?: () => number;
  /** Gets each call of a registered URL. */
  readonly onCall?: (call: CallOutcome) => void;
}

export interface CallOutcome {
  readonly url: string;
  readonly eventId: string;
  readonly outcome: 'accepted' | 'refused' | 'error-queue';
}

/** What goes wrong with the next calls of the API. */
export interface ApiFault {
  readonly mode: 401 | 404 | 429 | 500 | 'timeout' | 'half-a-page' | 'html' | 'reset';
  /** Only calls with this method. @default all */
  readonly method?: string;
  /** How many of them pass before the first that fails. @default 0 */
  readonly after?: number;
  /** How many fail. @default all from then on */
  readonly count?: number;
}

export interface VibesApi {
  readonly url: string;
  readonly company: string;
  readonly username: string;
  readonly password: string;
  registrations(): readonly Registration[];
  /** An event happens at Vibes: every registration of its type is called. */
  happen(registration: Registration): Promise<readonly CallOutcome[]>;
  /** Replaces the faults before it; none ends them. */
  fail(...faults: readonly ApiFault[]): void;
  /** How many calls it has answered, by method. */
  readonly calls: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** Vibes' documented limit. There is no Retry-After in its answer. */
const callsPerSecond = 100;

/** For the simulator. */
export const registrationsPath = '/_stand-in/registrations';

const company = 'EXAMPLE';

/** Lists that a company has at Vibes: what `connect scopes` reads. Invented. */
const things: Readonly<Record<string, unknown>> = {
  'mobiledb/subscription_lists/': [
    { id: '77', name: 'Spring offers', url: `/companies/${company}/mobiledb/subscription_lists/77` },
    { id: '78', name: 'Store news', url: `/companies/${company}/mobiledb/subscription_lists/78` },
  ],
  'campaigns/acquisition': [
    {
      acquisition_id: 'ACQ1234567',
      description: 'Great Acquisition Campaign',
      status: 'active',
      url: `/companies/${company}/campaigns/acquisition/ACQ1234567`,
    },
  ],
  sourcecodes: [
    { sourcecode: '00000', country_code: '1', sourcecode_type: 'SC', primary_country_name: 'United States' },
  ],
};

interface Answer {
  readonly status: number;
  /** Undefined: no body. */
  readonly body?: unknown;
}

/**
 * An emulator of Vibes' Callback API, written from its public description and pages (wire contract §4): it keeps
 * registrations in memory, refuses what the description does not have, and calls what is registered.
 */
export async function serveVibesApi(options: VibesApiOptions = {}): Promise<VibesApi> {
  const { rules = [], now = Date.now, tls, speed = 300, onCall } = options;
  const has = (rule: VibesApiRule) => rules.includes(rule);
  const [username, password] = ['example-us', randomBytes(18).toString('base64url')];
  const registrations = new Registrations(has('one-per-type'), now);
  const random = createRandom(randomInt(1_000_000_000));
  const clock = createCompressedClock(speed);
  const recentCalls: number[] = [];
  const calls: Record<string, number> = {};
  let faults: { readonly fault: ApiFault; passed: number; failed: number }[] = [];
  const open = new Set<Promise<unknown>>();

  const send = async ({ url, callback }: RegisteredCall, eventId: string): Promise<CallOutcome> => {
    const { post, close } = createHttpPost({ url, keepAlive: false, connections: 1 });
    const delivery = deliver(callback, post, clock).finally(close);
    open.add(delivery);
    const { outcome } = await delivery.finally(() => open.delete(delivery));
    onCall?.({ url, eventId, outcome });
    return { url, eventId, outcome };
  };
  const callAll = async (event: VibesEvent) =>
    has('downed')
      ? []
      : Promise.all(
          callsOf(event, registrations.active(event.type, event.scope)).map((call) => send(call, event.eventId)),
        );

  const answer = (request: http.IncomingMessage, body: Buffer): Answer => {
    if (has('client-certificate') && !isAuthorized(request)) return error(403, 'A client certificate is required');
    if (!isBasic(request, username, password)) return error(401, 'The username or password is not valid');
    // Not of Vibes' API: what the simulator calls by, the version of each registration included.
    if (request.url === registrationsPath) return { status: 200, body: registrations.list() };
    const at = now();
    while ((recentCalls[0] ?? at) <= at - 1_000) recentCalls.shift();
    recentCalls.push(at);
    if (recentCalls.length > callsPerSecond) return error(429, 'Too many requests');
    const version = request.headers['x-api-version'] ?? '1';
    if (version !== '1' && version !== '2') return error(400, 'X-API-Version must be 1 or 2');
    const [, key, path] = /^\/companies\/([^/]+)\/(.*)$/.exec(request.url ?? '') ?? [];
    if (path === undefined) return error(404, 'There is no such resource');
    if (key !== company) return error(404, 'The company_key is not recognized');
    return route({ method: request.method ?? '', path, headers: request.headers, body }, version === '1' ? 1 : 2);
  };

  const route = (request: Request, version: 1 | 2): Answer => {
    const { method, path } = request;
    if (Object.hasOwn(things, path)) return method === 'GET' ? { status: 200, body: things[path] } : notAllowed;
    if (path === 'config/callback_events/test') return method === 'POST' ? sendTest(request) : notAllowed;
    const [, id] = /^config\/callbacks\/([^/]*)$/.exec(path) ?? [];
    if (id === undefined) return error(404, 'There is no such resource');
    if (id === '') {
      if (method === 'GET') return { status: 200, body: registrations.list().map(toJson) };
      return method === 'POST' ? register(request, version) : notAllowed;
    }
    const one = registrations.get(id);
    if (one === undefined) return error(404, 'The callback_id is not recognized');
    if (method === 'GET') return { status: 200, body: toJson(one) };
    if (method === 'PUT') return register(request, version, id);
    if (method !== 'DELETE') return notAllowed;
    registrations.remove(id);
    return { status: 200, body: toJson(one) };
  };

  const register = (request: Request, version: 1 | 2, id = newId()): Answer => {
    const read = readBody(request, readRegistration);
    if ('status' in read) return read;
    const status = registrations.get(id) === undefined ? 201 : 200;
    const made = registrations.put(id, read.value, version);
    if (typeof made === 'string') return error(422, made);
    return status === 201 && has('empty-201') ? { status } : { status, body: toJson(made) };
  };
  const sendTest = (request: Request): Answer => {
    const read = readBody(request, readTestRequest);
    if ('status' in read) return read;
    const { type, scope } = read.value;
    if (registrations.active(type, scope).length === 0) return error(404, 'An active callback does not exist');
    const event = eventFor({ type, scope }, random, now());
    // Vibes queues it: the answer comes first.
    void callAll(event);
    return { status: 201, body: { message: `Test callback for ${type} was queued.`, event_id: event.eventId } };
  };

  const toJson = ({ id, type, scope, destination, startDate, endDate, createdAt, updatedAt }: Registration) => {
    const pageNames = has('page-names');
    const scopeName = pageNames && type === 'device_removed' ? 'device_added' : type;
    return {
      callback_id: id,
      callback_type: type,
      ...(Object.keys(scope).length === 0 ? {} : { [scopeName]: scope }),
      destination: { url: destination.url, method: destination.method, content_type: destination.contentType },
      ...(startDate === null ? {} : { start_date: startDate }),
      ...(endDate === null ? {} : { end_date: endDate }),
      url: `/companies/${company}/config/callbacks/${id}`,
      [pageNames ? 'created_at' : 'created_date']: createdAt,
      [pageNames ? 'updated_at' : 'updated_date']: updatedAt,
    };
  };

  const faultOf = (method: string): ApiFault['mode'] | undefined => {
    for (const one of faults) {
      const { fault } = one;
      if (fault.method !== undefined && fault.method !== method) continue;
      if (one.passed < (fault.after ?? 0)) {
        one.passed += 1;
        continue;
      }
      if (one.failed >= (fault.count ?? Number.POSITIVE_INFINITY)) continue;
      one.failed += 1;
      return fault.mode;
    }
    return undefined;
  };

  const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const body = await buffer(request);
    const method = request.method ?? '';
    calls[method] = (calls[method] ?? 0) + 1;
    const mode = faultOf(method);
    if (mode === 'timeout') return;
    if (mode === 'reset') return void response.destroy();
    if (mode === 'html') return void reply(response, 502, '<html><body>Bad Gateway</body></html>', 'text/html');
    if (typeof mode === 'number') return void replyJson(response, error(mode, 'As it was asked to'));
    const given = answer(request, body);
    if (mode === 'half-a-page') {
      const text = JSON.stringify(given.body ?? {});
      response.writeHead(given.status, { 'content-type': 'application/json', 'content-length': text.length + 10 });
      return void response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.destroy());
    }
    replyJson(response, given);
  };
  const listener: http.RequestListener = (request, response) => void handle(request, response);
  const server =
    tls === undefined
      ? http.createServer(listener)
      : https.createServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // The caller decides how long the process lives.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    company,
    username,
    password,
    registrations: () => registrations.list(),
    happen: (registration) => callAll(eventFor(registration, random, now())),
    fail: (...next) => {
      faults = next.map((fault) => ({ fault, passed: 0, failed: 0 }));
    },
    calls,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await Promise.allSettled(open);
    },
  };
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

const notAllowed = error(405, 'The method is not allowed');

function readBody<T>({ headers, body }: Request, read: (value: unknown) => Read<T>): { readonly value: T } | Answer {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    return error(415, 'The Content-Type must be application/json');
  }
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    return error(400, 'The body is not JSON');
  }
  const found = read(value);
  return 'value' in found ? { value: found.value } : error(422, ...found.errors);
}

/** As the page has it: every error of a request at once. */
function error(status: number, ...messages: readonly string[]): Answer {
  return { status, body: { errors: messages.map((message, index) => ({ message, code: index + 1 })) } };
}

function isBasic({ headers }: http.IncomingMessage, username: string, password: string): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function isAuthorized({ socket }: http.IncomingMessage): boolean {
  return 'authorized' in socket && (socket as TLSSocket).authorized;
}

function replyJson(response: http.ServerResponse, { status, body }: Answer): void {
  reply(response, status, body === undefined ? '' : JSON.stringify(body), 'application/json');
}

function reply(response: http.ServerResponse, status: number, text: string, contentType: string): void {
  const headers = text === '' ? {} : { 'content-type': contentType };
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}

/** `HzN39LP3`, as on the page. */
function newId(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
}

/** The emulator as `npm start -- --vibes-api` serves it. */
export const vibesApi: VibesApiServer = {
  rules: vibesApiRules,
  serve: ({ port, rules, onCall }) => serveVibesApi({ port, rules: rules.filter(isRule), onCall }),
};

function isRule(text: string): text is VibesApiRule {
  return Object.hasOwn(vibesApiRules, text);
}
