import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Certificate } from './certificate';

export interface FakeAwsOptions {
  /** For `localhost`; without one, no TLS. */
  readonly certificate?: Certificate;
  /** How long it takes over an answer. @default 0 */
  readonly answerMs?: number;
}

/** Answers the calls of ingest, and keeps the moment at which each arrived. */
export async function startFakeAws({ certificate, answerMs = 0 }: FakeAwsOptions = {}) {
  const arrivals = new Map<string, bigint>();
  const answer: RequestListener = async (request, response) => {
    const action = String(request.headers['x-amz-target'] ?? request.method).replace(/^.*\./, '');
    if (!arrivals.has(action)) arrivals.set(action, process.hrtime.bigint());
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (answerMs > 0) await sleep(answerMs);
    reply(action, Buffer.concat(chunks), response);
  };
  const server = certificate === undefined ? createServer(answer) : https.createServer(certificate, answer);
  const origin = certificate === undefined ? 'http://127.0.0.1' : 'https://localhost';
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `${origin}:${(server.address() as AddressInfo).port}`,
    /** When the first call of an action arrived, in ns of `process.hrtime`, which all processes of a machine share. */
    arrivalOf: (action: string) => arrivals.get(action),
    forget: () => arrivals.clear(),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function reply(action: string, body: Buffer, response: ServerResponse): void {
  if (action === 'SendMessage') json(response, sendMessageResult(body));
  else if (action === 'GetSecretValue') json(response, { SecretString: '{"username":"vibes","password":"pw"}' });
  else response.end();
}

function sendMessageResult(body: Buffer) {
  const { MessageBody } = JSON.parse(body.toString());
  return { MessageId: '1', MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
}

function json(response: ServerResponse, value: object): void {
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end(JSON.stringify(value));
}
