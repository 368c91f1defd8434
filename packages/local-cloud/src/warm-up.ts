import { setTimeout as sleep } from 'node:timers/promises';
import type { WarmUpCalls } from './aws/server/warm-up-calls';
import { LocalCloudError } from './base/local-cloud-error';
import type { RestApi } from './gateway/api-model';
import { Gateway } from './gateway/gateway';
import { newRequestIds } from './gateway/http-messages';
import type { Invoke } from './gateway/invoke-in-time';

/** A request as a caller sends it, proof and all. */
export interface WarmUpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WarmUpParts {
  readonly calls: WarmUpCalls;
  readonly api: RestApi;
  /** Invokes a function without counting it. */
  readonly invoke: Invoke;
  readonly pause?: (ms: number) => Promise<unknown>;
}

const maxTries = 5;
/** A secret that could not be read is read again after a second. */
const pauseMs = 1100;
/** How long the last lines of a function may be on their way. */
const linesWithinMs = 2000;

/**
 * The requests before `ready`. A function's first request loads clients and opens connections, and its time limits
 * are made for a real service: on a busy laptop that request would be answered 503. Only the functions remember these
 * requests: they are not counted, what is stored of them goes elsewhere, and what is logged meanwhile is ignored.
 */
export class WarmUp {
  readonly #heard = new Set<string>();
  #running = false;

  constructor(private readonly id: string) {}

  /** Whether a log line belongs to a warm-up, and should be hidden. */
  wrote(line: string): boolean {
    if (line.includes(this.id)) this.#heard.add(new RegExp(`${this.id}-\\d+`).exec(line)?.[0] ?? '');
    return this.#running || line.includes(this.id);
  }

  /** @returns an error for each request that was not answered 200 in the end */
  async run(
    requests: readonly WarmUpRequest[],
    { calls, api, invoke, pause = sleep }: WarmUpParts,
  ): Promise<readonly LocalCloudError[]> {
    const gateway = new Gateway(api, invoke);
    const errors: LocalCloudError[] = [];
    let sent = 0;
    this.#running = true;
    await calls.begin();
    for (const request of requests) {
      let status = 0;
      for (let tries = 1; status !== 200 && tries <= maxTries; tries += 1) {
        if (tries > 1) await pause(pauseMs);
        sent += 1;
        ({ status } = await gateway.handle(toGatewayRequest(request, `${this.id}-${sent}`, api)));
      }
      if (status === 200) await this.#quiet(`${this.id}-${sent}`, pause);
      else errors.push(refused(request, status));
    }
    await calls.end();
    this.#running = false;
    return errors;
  }

  /** Lines come by another pipe than answers. */
  async #quiet(requestId: string, pause: (ms: number) => Promise<unknown>): Promise<void> {
    const endsAt = performance.now() + linesWithinMs;
    while (!this.#heard.has(requestId) && performance.now() < endsAt) await pause(5);
  }
}

function toGatewayRequest({ headers, ...request }: WarmUpRequest, requestId: string, { policy }: RestApi) {
  return {
    ...newRequestIds(requestId),
    ...request,
    query: '',
    rawHeaders: Object.entries(headers).flat(),
    sourceIp: policy.addresses[0] ?? '127.0.0.1',
  };
}

function refused({ method, path }: WarmUpRequest, status: number): LocalCloudError {
  return new LocalCloudError(
    'warm-up-refused',
    `${method} ${path} was answered ${status} while the functions warmed up: the first callback may be, too.`,
  );
}
