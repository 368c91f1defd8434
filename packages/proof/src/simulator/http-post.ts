import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { VibesCallback } from '../vibes/callback';
import type { Post, VibesAnswer } from './delivery';
import { timeoutMs as vibesTimeoutMs } from './delivery';

export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

export interface Endpoint {
  /** The stack's output `EndpointUrl`. */
  readonly url: string;
  /** Asked at each request: a password may be rotated under load. @default - none */
  readonly credentials?: () => BasicCredentials | undefined;
  /** True: credentials only after a 401 that asks for them, as many HTTP clients do. @default false */
  readonly waitForChallenge?: boolean;
  /** Absent: RBM goes out unsigned. */
  readonly rbmSecret?: string;
  /** Whether Vibes keeps connections is not published (wire contract §7): both must work. @default true */
  readonly keepAlive?: boolean;
  /** Sent with every request, as the caller's address is to a local endpoint. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections: number;
  /** A client certificate with its chain, and whom to trust besides the well-known: PEM. */
  readonly tls?: Pick<https.AgentOptions, 'cert' | 'key' | 'ca'>;
}

export interface HttpPost {
  readonly post: Post;
  /** Closes the connections that are kept. */
  close(): void;
}

/** Vibes' HTTP client: two seconds for an attempt, challenge included, then it hangs up. */
export function createHttpPost(endpoint: Endpoint, timeoutMs = vibesTimeoutMs): HttpPost {
  const base = endpoint.url.replace(/\/+$/, '');
  const options = { keepAlive: endpoint.keepAlive ?? true, maxSockets: endpoint.connections };
  const agent = base.startsWith('https:') ? new https.Agent({ ...options, ...endpoint.tls }) : new http.Agent(options);
  const post: Post = async (callback, attempt) => {
    const { headers, body } = callback.document(attempt);
    const deadline = AbortSignal.timeout(timeoutMs);
    const send = (proof: http.OutgoingHttpHeaders) =>
      request(
        `${base}${callback.route}`,
        { method: callback.method, agent, signal: deadline },
        { ...headers, ...endpoint.headers, ...proof },
        body,
      );
    const startedAt = performance.now();
    const answer = await proveAndSend(callback, body, endpoint, send);
    return { ...answer, latencyMs: performance.now() - startedAt };
  };
  return { post, close: () => agent.destroy() };
}

type Reply = Omit<VibesAnswer, 'latencyMs'> & { readonly challenge?: string };

async function proveAndSend(
  callback: VibesCallback,
  body: Uint8Array,
  endpoint: Endpoint,
  send: (proof: http.OutgoingHttpHeaders) => Promise<Reply>,
): Promise<Omit<VibesAnswer, 'latencyMs'>> {
  if (callback.authentication === 'signature') return send(signature(body, endpoint.rbmSecret));
  if (callback.authentication === 'source') return send({});
  const basic = basicAuth(endpoint.credentials?.());
  if (!endpoint.waitForChallenge) return send(basic);
  const { challenge, ...first } = await send({});
  return first.status === 401 && /^basic\b/i.test(challenge ?? '') ? send(basic) : first;
}

function basicAuth(credentials: BasicCredentials | undefined): http.OutgoingHttpHeaders {
  if (!credentials) return {};
  const pair = Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64');
  return { authorization: `Basic ${pair}` };
}

/** HMAC-SHA512 over the raw bytes, base64 (wire contract §5). */
function signature(body: Uint8Array, secret: string | undefined): http.OutgoingHttpHeaders {
  if (secret === undefined) return {};
  return { 'x-vibes-signature': createHmac('sha512', secret).update(body).digest('base64') };
}

function request(
  url: string,
  options: http.RequestOptions,
  headers: http.OutgoingHttpHeaders,
  body: Uint8Array,
): Promise<Reply> {
  return new Promise((resolve) => {
    const fail = (error: Error) =>
      resolve({ status: null, failure: error.name === 'AbortError' ? 'timeout' : 'connection' });
    const outgoing = openRequest(
      url,
      { ...options, headers: { ...headers, 'content-length': body.length } },
      (incoming) => {
        incoming.on('error', fail);
        incoming.on('end', () => resolve(reply(incoming)));
        incoming.resume();
      },
    );
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

function reply({ statusCode, headers }: http.IncomingMessage): Reply {
  const requestId = headers['x-amzn-requestid'];
  const challenge = headers['www-authenticate'];
  return {
    status: statusCode ?? null,
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(challenge === undefined ? {} : { challenge }),
  };
}

/** A request by the protocol that the URL names. */
export function openRequest(
  url: string,
  options: https.RequestOptions,
  onAnswer: (incoming: http.IncomingMessage) => void,
): http.ClientRequest {
  const { request } = url.startsWith('https:') ? https : http;
  return request(url, options, onAnswer);
}
