import { UsageError } from '../support/run-main';
import { createRandom } from '../vibes/random';
import { callsOf, eventFor } from '../vibes-api/calls';
import { isFor, type Registration } from '../vibes-api/registrations';
import { registrationsPath } from '../vibes-api/serve-vibes-api';
import { createHttpPost, type HttpPost } from './http-post';
import { isRemote, type SimulateOptions } from './options';
import { type Sent, sendArrivals } from './send-workload';
import type { Arrival } from './vibes';
import type { Observer } from './watcher';

/**
 * Sends each Platform event to every URL that is registered for it at the emulated Callback API, with the method,
 * Content-Type and version of that registration.
 * @throws UsageError if nothing is registered, or the emulated API does not answer
 */
export async function sendRegistered(
  options: SimulateOptions,
  apiUrl: string,
  seed: number,
  observer: Observer,
): Promise<Sent> {
  const registrations = await readRegistrations(apiUrl);
  const [first, ...others] = registrations;
  if (first === undefined)
    throw new UsageError('Nothing is registered there: "npm run ops -- connect platform" first.');
  const remote = registrations.find(({ destination }) => isRemote(destination));
  if (remote !== undefined && !options.allowLoad) {
    throw new UsageError(
      `${remote.destination.url} is registered, which is not on this machine: add --allow-load to send there.`,
    );
  }
  const random = createRandom(seed);
  const nowMs = Date.now();
  const arrivals: Arrival[] = [];
  const urls = new Map<string, string>();
  while (arrivals.length < options.callbacks) {
    const event = eventFor(random.pick([first, ...others]), random, nowMs);
    const receivers = registrations.filter((one) => isFor(one, event.type, event.scope, nowMs));
    if (receivers.length === 0) throw new UsageError('A registration there is not active: "connect status" names it.');
    for (const { url, callback } of callsOf(event, receivers)) {
      urls.set(callback.key, url);
      const atMs = options.rate === undefined ? 0 : (arrivals.length * 1_000) / options.rate;
      arrivals.push({ atMs, callback });
    }
  }
  return sendArrivals(arrivals, postByUrl(urls, options), options, observer);
}

/** One client for each URL. */
function postByUrl(urls: ReadonlyMap<string, string>, { keepAlive, connections }: SimulateOptions): HttpPost {
  const clients = new Map<string, HttpPost>();
  for (const url of new Set(urls.values())) {
    clients.set(url, createHttpPost({ url, keepAlive, connections }));
  }
  return {
    post: (callback, attempt) => {
      const client = clients.get(urls.get(callback.key) ?? '');
      if (client === undefined) throw new Error(`there is no URL for ${callback.key}`);
      return client.post(callback, attempt);
    },
    close: () => {
      for (const { close } of clients.values()) close();
    },
  };
}

async function readRegistrations(apiUrl: string): Promise<readonly Registration[]> {
  const { VIBES_API_USER: user = 'example-us', VIBES_API_PASSWORD: password = '' } = process.env;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const response = await fetch(new URL(registrationsPath, apiUrl), { headers: { authorization } }).catch(
    () => undefined,
  );
  if (response === undefined)
    throw new UsageError(`${apiUrl} does not answer: "npm start -- --vibes-api" prints the URL.`);
  if (response.status === 401)
    throw new UsageError('Set VIBES_API_PASSWORD to what "npm start -- --vibes-api" printed.');
  if (!response.ok) throw new UsageError(`${apiUrl} is not the stand-in of "npm start -- --vibes-api".`);
  return (await response.json()) as readonly Registration[];
}
