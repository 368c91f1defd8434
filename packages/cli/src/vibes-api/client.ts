import http from 'node:http';
import https from 'node:https';
import { isRecord, parseJson } from '../../../../lambda/shared/json';
import type { Io } from '../frame/io';
import { type Registration, readRegistration } from './registration';

/** Where the API is, and the caller's credentials. */
export interface VibesApiAccess {
  /** `https://public-api.vibescm.com`, without a slash at its end. */
  readonly url: string;
  readonly company: string;
  readonly username: string;
  readonly password: string;
  /** For an account that requires a client certificate: PEM. */
  readonly certificate?: { readonly cert: Buffer; readonly key: Buffer };
}

/**
 * `refused`: Vibes understood the call and does not do it. `unauthorized`, `not-found`: the call cannot be right as it is.
 * `failed`: it is not known whether the call was carried out.
 */
export type VibesApiFailure = 'unauthorized' | 'not-found' | 'refused' | 'busy' | 'failed';

/** Why a call of Vibes' API failed. The message is one sentence, without the credentials. */
export class VibesApiError extends Error {
  override readonly name = 'VibesApiError';

  constructor(
    readonly kind: VibesApiFailure,
    message: string,
  ) {
    super(message);
  }
}

export interface VibesApiClient {
  /** Host of the API, for sentences. */
  readonly host: string;
  readonly company: string;
  registrations(): Promise<readonly Registration[]>;
  /** @returns its id, where the answer has one: the API description shows a 201 without a body */
  create(body: object): Promise<string | undefined>;
  update(callbackId: string, body: object): Promise<void>;
  cancel(callbackId: string): Promise<void>;
  /** @returns the id of the event that Vibes sends */
  test(body: object): Promise<string | undefined>;
  /** The elements of a list below the company: `sourcecodes`. */
  list(path: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Without it a registration has version 1, and all numbers come without their country code. */
const apiVersion = '2';

const limits = { timeoutMs: 10_000, bytes: 10 * 1024 * 1024 } as const;

/** Vibes allows 100 calls a second, and no answer says when to retry. A call that got a 429 was not carried out. */
const pausesMs = [1_000, 2_000, 4_000] as const;

const callbacks = 'config/callbacks/';

export function createVibesApiClient(
  access: VibesApiAccess,
  io: Pick<Io, 'pause' | 'interrupted'>,
  timeoutMs: number = limits.timeoutMs,
): VibesApiClient {
  const { host } = new URL(access.url);
  const api = `Vibes' API at ${host}`;
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    for (const pauseMs of [...pausesMs, undefined]) {
      io.interrupted.throwIfAborted();
      const answer = await send(access, method, path, body, timeoutMs, api);
      if (answer.status !== 429) return read(answer, api, access.company);
      if (pauseMs !== undefined) await io.pause(pauseMs);
    }
    throw new VibesApiError('busy', `${api} answers 429 (too many requests): try again in a minute.`);
  };
  const list: VibesApiClient['list'] = async (path) => {
    const value = await call('GET', path);
    if (!Array.isArray(value) || !value.every(isRecord)) throw unknownForm(api);
    return value;
  };
  return {
    host,
    company: access.company,
    list,
    registrations: async () =>
      (await list(callbacks)).map((value) => {
        const registration = readRegistration(value);
        if (registration === undefined) throw unknownForm(api);
        return registration;
      }),
    create: async (body) => idOf(await call('POST', callbacks, body), 'callback_id'),
    update: async (callbackId, body) => {
      await call('PUT', `${callbacks}${encodeURIComponent(callbackId)}`, body);
    },
    cancel: async (callbackId) => {
      await call('DELETE', `${callbacks}${encodeURIComponent(callbackId)}`);
    },
    test: async (body) => idOf(await call('POST', 'config/callback_events/test', body), 'event_id'),
  };
}

function idOf(value: unknown, member: string): string | undefined {
  const id = isRecord(value) ? value[member] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

function unknownForm(api: string): VibesApiError {
  return new VibesApiError('failed', `${api} answered in a form that this version does not know.`);
}

interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** One request. Redirects are not followed: the password is only for this host. */
function send(
  { url, company, username, password, certificate }: VibesApiAccess,
  method: string,
  path: string,
  body: object | undefined,
  timeoutMs: number,
  api: string,
): Promise<RawAnswer> {
  const failed = (what: string) => new VibesApiError('failed', `${api} ${what}`);
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const options: https.RequestOptions = {
      method,
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'x-api-version': apiVersion,
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      },
      ...certificate,
    };
    const { request } = url.startsWith('https:') ? https : http;
    const outgoing = request(`${url}/companies/${encodeURIComponent(company)}/${path}`, options, (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limits.bytes) outgoing.destroy();
        else chunks.push(chunk);
      });
      incoming.on('error', (error) =>
        reject(isTimeout(error) ? timedOut() : failed('broke off in the middle of its answer.')),
      );
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          contentType: incoming.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    const timedOut = () => failed(`did not answer within ${Math.ceil(timeoutMs / 1_000)} s: try again later.`);
    outgoing.on('error', (error) => {
      if (isTimeout(error)) reject(timedOut());
      else reject(failed(`cannot be reached (${codeOf(error)}): check the network and --api.`));
    });
    outgoing.end(text);
  });
}

function isTimeout(error: Error): boolean {
  return error.name === 'AbortError' || error.name === 'TimeoutError';
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** The document of a successful answer; undefined if it has none. @throws VibesApiError */
function read({ status, contentType, text }: RawAnswer, api: string, company: string): unknown {
  const value = parseJson(text);
  const isPage = /html/i.test(contentType) || text.trimStart().startsWith('<');
  if (status === 401) {
    throw new VibesApiError(
      'unauthorized',
      `${api} rejects the user name or password: check --user and --api (users of the US and the EU host differ).`,
    );
  }
  if (isPage) {
    throw new VibesApiError('failed', `${api} answered ${status} with a web page instead of JSON: check --api.`);
  }
  if (status === 403) {
    throw new VibesApiError(
      'unauthorized',
      `${api} refuses access${saying(value)}: the account may require a client certificate (--cert and --key).`,
    );
  }
  if (status === 404) {
    const hint = `check --company (${company}) and --api`;
    throw new VibesApiError('not-found', `${api} answered 404${saying(value)}: ${hint}.`);
  }
  if (status >= 300 && status < 400) {
    throw new VibesApiError('failed', `${api} answered with a redirect (${status}): check --api.`);
  }
  if (status >= 400 && status < 500) throw new VibesApiError('refused', `${api} answered ${status}${saying(value)}.`);
  if (status < 200 || status >= 500) throw new VibesApiError('failed', `${api} answered ${status}: try again later.`);
  if (text === '') return undefined;
  if (value === undefined) throw new VibesApiError('failed', `${api} sent an answer that is not whole JSON.`);
  return value;
}

/** The errors in Vibes' own words. */
function saying(value: unknown): string {
  const errors = isRecord(value) && Array.isArray(value.errors) ? value.errors : [];
  const messages = errors.flatMap((error: unknown) =>
    isRecord(error) && typeof error.message === 'string' ? [error.message.replace(/[.\s]+$/, '')] : [],
  );
  return messages.length === 0 ? '' : ` (${messages.join('; ')})`;
}
