import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError } from '../base/coded-error';
import { LocalCloudError } from '../base/local-cloud-error';
import { readBodyUpTo } from '../base/read-body';
import { isRecord } from '../template/properties';
import { isFromThisMachine } from './is-from-this-machine';
import { type ControlKeys, mayCall } from './owner-access';

/** What `/_local/…` can do: `POST faults` is asked for as `POST /_local/faults`. Each gets the body and returns an answer. */
export type ControlRoutes = Readonly<Record<string, (body: unknown) => Promise<unknown> | unknown>>;

/** The gateway's 10 MiB in base64, and the JSON around them. */
const maxBodyBytes = 14 * 1024 * 1024;

const unauthorized = 'Send the token of the data folder (its file "token") as the header x-local-token.';

/** Pages for browsers under `/_local/`, `GET` only. A path is relative to `/_local/`. */
export interface ControlPages {
  /** The page itself needs no pass: a browser that opens a URL cannot send a header. */
  readonly isOpen: (path: string) => boolean;
  /** @returns false for what it does not have */
  readonly serve: (path: string, request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

const noPages: ControlPages = { isOpen: () => false, serve: async () => false };

/**
 * The local cloud's control API. A wrong request is answered 400 with one sentence.
 * Only programs of this machine's user can use it: no page of another origin in a browser, and no other user.
 */
export function createControlApi(
  routes: ControlRoutes,
  keys: ControlKeys,
  onError: (error: unknown) => void,
  pages: ControlPages = noPages,
) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer({ routes, pages, keys }, request, response)
      .then((answered) => answered !== 'done' && send(response, ...answered))
      .catch((error) => {
        onError(error);
        // The headers are sent already; the client sees that the response breaks off.
        if (response.headersSent) response.destroy();
        else send(response, 500, { message: 'The local cloud failed: its output says why.' });
      });
  };
}

interface Served {
  readonly routes: ControlRoutes;
  readonly pages: ControlPages;
  readonly keys: ControlKeys;
}

async function answer(
  { routes, pages, keys }: Served,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<readonly [number, unknown] | 'done'> {
  if (!isFromThisMachine(request)) return [403, { message: 'This API is for programs on this machine.' }];
  const path = (request.url ?? '').replace(/^\/_local\//, '').replace(/\?.*$/, '');
  const name = `${request.method} ${path}`;
  const isOpen = name === 'GET health' || (request.method === 'GET' && pages.isOpen(path));
  if (!isOpen && !mayCall(name, request, keys)) return [401, { message: unauthorized }];
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (route === undefined && request.method === 'GET' && (await pages.serve(path, request, response))) return 'done';
  if (route === undefined) return [404, { message: `There is ${Object.keys(routes).join(', ')} under /_local/.` }];
  try {
    return [200, (await route(await readJson(request))) ?? {}];
  } catch (error) {
    if (error instanceof CodedError) return [400, { code: error.code, message: error.message }];
    throw error;
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBodyUpTo(request, maxBodyBytes);
  if (body === undefined) throw new LocalCloudError('bad-request', 'The body is too large.');
  const text = body.toString();
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new LocalCloudError('bad-request', 'The body is not JSON.');
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = `${JSON.stringify(body)}\n`;
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}

/** Refuses a body that is not an object of the given texts, each of which may be absent. */
export function readTexts<K extends string>(body: unknown, names: readonly K[]): Partial<Record<K, string>> {
  if (!isRecord(body)) throw new LocalCloudError('bad-request', 'The body must be an object.');
  const texts: Partial<Record<K, string>> = {};
  for (const [key, value] of Object.entries(body)) {
    const name = names.find((one) => one === key);
    if (name === undefined)
      throw new LocalCloudError('bad-request', `"${key}" is not known: write some of ${names.join(', ')}.`);
    if (typeof value !== 'string' || value === '')
      throw new LocalCloudError('bad-request', `"${key}" must be a non-empty string.`);
    texts[name] = value;
  }
  return texts;
}
