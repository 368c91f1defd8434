import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayAnswer } from './gateway-answer';
import { maxBodyBytes } from './gateway-request';

/** How much of a body that is too large is read and discarded, so that its sender can read the answer. */
const maxDiscardedBytes = 200 * 1024 * 1024;

/** Nothing when the sender went away, or did not stop. Past the limit the rest is read but not kept. */
export function readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer | undefined> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const waits = request.headers.expect?.toLowerCase() === '100-continue';
  if (waits && announced > maxBodyBytes) return Promise.resolve(Buffer.alloc(maxBodyBytes + 1));
  if (waits) response.writeContinue();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size - chunk.length <= maxBodyBytes) chunks.push(chunk);
      if (size > maxDiscardedBytes) resolve(undefined);
    });
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    // Without an end before it: the sender went away.
    request.on('close', () => resolve(undefined));
    request.on('error', () => resolve(undefined));
  });
}

export interface RequestIds {
  readonly requestId: string;
  readonly extendedRequestId: string;
}

/**
 * A caller may choose the request id ("clients can override this request ID", as the service's documentation has it).
 */
export function newRequestIds(chosen?: string | readonly string[]): RequestIds {
  const usable = typeof chosen === 'string' && /^[\x21-\x7e]{1,128}$/.test(chosen);
  return {
    requestId: usable ? chosen : randomUUID(),
    extendedRequestId: `${randomBytes(12).toString('base64').slice(0, 15)}=`,
  };
}

export function writeAnswer(response: ServerResponse, ids: RequestIds, answer: GatewayAnswer, method = 'GET'): void {
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  response.setHeader('x-amzn-RequestId', ids.requestId);
  response.setHeader('x-amz-apigw-id', ids.extendedRequestId);
  response.setHeader('content-length', answer.body.length);
  response.writeHead(answer.status).end(method === 'HEAD' || answer.body.length === 0 ? undefined : answer.body);
}

/** The whole answer as text, for a connection on which no request could be read. */
export function answerText(requestId: string, { status, headers, body }: GatewayAnswer): string {
  const lines = [
    `HTTP/1.1 ${status} `,
    `x-amzn-RequestId: ${requestId}`,
    'connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** A request line may carry a whole URL. */
export function originForm(target: string): string {
  return /^https?:\/\//i.test(target) ? target.replace(/^[a-z]+:\/\/[^/?]*/i, '') || '/' : target;
}
