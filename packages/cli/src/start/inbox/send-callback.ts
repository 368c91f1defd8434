import { request as httpRequest, type IncomingMessage } from 'node:http';
import { isRecord } from '@vibes-callbacks/local-cloud';
import { callbackProof, type ProofSecrets } from '../callback-proof';
import { StartError } from '../start-error';
import type { DraftCallback, SendAnswer, SendRequest } from './inbox-shapes';

export interface SendParts extends ProofSecrets {
  /** The stage's URL, without a slash at its end. */
  readonly endpoint: string;
  /** @throws Error for a body without an id to change */
  withNewId(draft: DraftCallback): DraftCallback;
}

const maxCopies = 100;
/** Headers that belong to the connection. */
const notSent: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** Posts a callback to this local cloud, as Vibes would. @throws StartError for one that cannot be sent */
export async function sendCallback(body: unknown, parts: SendParts): Promise<SendAnswer> {
  const asked = readSendRequest(body);
  const draft = asked.newId ? parts.withNewId(asked) : asked;
  const headers = [...draft.headers, ...(asked.authenticate ? await proofOf(draft, parts) : [])];
  const sent: { readonly status: number; readonly requestId: string | null }[] = [];
  for (let copy = 0; copy < asked.copies; copy += 1) sent.push(await post({ ...draft, headers }, parts.endpoint));
  return { sent };
}

async function proofOf({ path, base64 }: DraftCallback, secrets: ProofSecrets) {
  const [route = ''] = path.split('?');
  return Object.entries(await callbackProof(route, Buffer.from(base64, 'base64'), secrets));
}

function post({ method, path, headers, base64 }: DraftCallback, endpoint: string): Promise<SendAnswer['sent'][number]> {
  const body = Buffer.from(base64, 'base64');
  return new Promise((resolve, reject) => {
    const fail = ({ message }: Error) =>
      reject(new StartError('cannot-send', `It cannot be sent like this: ${message}.`));
    const answered = (response: IncomingMessage) => {
      const { statusCode: status = 0, headers: told } = response;
      response.resume().on('end', () => resolve({ status, requestId: String(told['x-amzn-requestid'] ?? '') || null }));
    };
    const request = httpRequest(`${endpoint}${path}`, { method, agent: false }, answered).on('error', fail);
    try {
      for (const [name, value] of headers) if (!notSent.has(name.toLowerCase())) request.appendHeader(name, value);
      request.setHeader('content-length', body.length);
      request.end(body);
    } catch (error) {
      request.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function readSendRequest(body: unknown): SendRequest {
  if (!isRecord(body)) throw new StartError('bad-request', 'The body must be an object.');
  const { method, path, headers, base64, authenticate = true, newId = false, copies = 1 } = body;
  if (typeof method !== 'string' || !/^[A-Z]+$/.test(method))
    throw new StartError('bad-request', '"method" must be one like POST.');
  if (typeof path !== 'string' || !/^\/[\x21-\x7e]*$/.test(path)) {
    throw new StartError('bad-request', '"path" must begin with a slash and have no spaces: /sms/mo, for example.');
  }
  if (typeof base64 !== 'string') throw new StartError('bad-request', '"base64" must be the body in base64.');
  if (!Array.isArray(headers) || !headers.every(isHeader)) {
    throw new StartError('bad-request', '"headers" must be a list of names with their values.');
  }
  if (typeof copies !== 'number' || !Number.isInteger(copies) || copies < 1 || copies > maxCopies) {
    throw new StartError('bad-request', `"copies" must be a number from 1 to ${maxCopies}.`);
  }
  return { method, path, headers, base64, authenticate: authenticate === true, newId: newId === true, copies };
}

function isHeader(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((text) => typeof text === 'string');
}
