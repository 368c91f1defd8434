import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchFolder } from './fresh-process';

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

export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
  /** For `NODE_EXTRA_CA_CERTS`. */
  readonly certFile: string;
}

/**
 * A self-signed certificate of a day for `localhost`, with a key like those of AWS' endpoints. Made for each run: a key
 * has no business in a repository.
 * @throws Error where there is no openssl
 */
export function makeCertificate(): Certificate {
  const folder = benchFolder('tls');
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  try {
    execFileSync('openssl', [...kind, '-keyout', keyFile, '-out', certFile, ...subject], { stdio: 'ignore' });
  } catch (cause) {
    throw new Error('This benchmark needs a certificate: install openssl.', { cause });
  }
  return { key: readFileSync(keyFile), cert: readFileSync(certFile), certFile };
}
