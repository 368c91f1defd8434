import { Readable } from 'node:stream';

/** What a client of the AWS SDK puts on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface WireAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

type Step = (request: WireRequest, signal: AbortSignal | undefined) => WireAnswer | Promise<WireAnswer>;

/**
 * A double of AWS below the SDK: each request is answered by the next step of the script; one more than that fails.
 * Serialization, retries and error classes are the SDK's own.
 */
export function scriptedAws(...steps: Step[]) {
  const requests: WireRequest[] = [];
  const requestHandler = {
    async handle(request: WireRequest, options?: { abortSignal?: unknown }) {
      requests.push(request);
      const step = steps[requests.length - 1];
      if (step === undefined) throw new Error(`request ${requests.length} was not expected`);
      return { response: await step(request, options?.abortSignal as AbortSignal | undefined) };
    },
  };
  return {
    requests,
    options: {
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      requestHandler,
    },
  };
}

/** An answer of a JSON protocol. */
export function answer(body: unknown, statusCode = 200): WireAnswer {
  return {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Readable.from([JSON.stringify(body)]),
  };
}

/** An error of a JSON protocol. */
export function awsError(type: string, statusCode: number, details: object = {}): WireAnswer {
  return answer({ __type: type, message: type, ...details }, statusCode);
}

/** Never answers; rejects as the SDK's own handler does when the caller aborts. */
export function silence(_request: WireRequest, signal: AbortSignal | undefined): Promise<WireAnswer> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(Object.assign(new Error('aborted'), { name: 'AbortError' }));
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort);
  });
}

/** The JSON of a request. */
export function jsonOf(request: WireRequest | undefined): unknown {
  return JSON.parse(new TextDecoder().decode(request?.body as Uint8Array));
}
