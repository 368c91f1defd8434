import { createHmac } from 'node:crypto';
import type http from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { openRequest } from '../../simulator/open-request';
import { certificates } from './certificates';
import type { PlannedSend } from './plan';

/** What a caller knows. */
export interface Keys {
  readonly rbmSecret: string;
  /** Of the MO route, as this request is to have it. */
  readonly password: string;
}

/** The gateway gives up after 1.8 s; a busy machine is late. */
const patienceMs = 8_000;
/** Reserved for documentation (RFC 5737): no host has this address. */
const strangersAddress = '203.0.113.7';

/** Sends one request. @returns the status; null where no answer came */
export function send(
  endpointUrl: string,
  { draft, manner }: PlannedSend,
  keys: Keys,
  agent: http.Agent,
): Promise<number | null> {
  const url = `${endpointUrl.replace(/\/+$/, '')}${draft.path}`;
  const headers: OutgoingHttpHeaders = {
    ...draft.headers,
    ...(draft.path === '/sms/mo' && {
      authorization: `Basic ${Buffer.from(`vibes:${keys.password}`).toString('base64')}`,
    }),
    ...(draft.path === '/rbm' && signed(draft.body, manner.signature, keys.rbmSecret)),
    ...(manner.certificate !== 'none' && { 'x-local-client-certificate': certificates[manner.certificate] }),
    ...(manner.requestId !== null && { 'x-amzn-requestid': manner.requestId }),
    ...(manner.isStranger && { 'x-local-source-ip': strangersAddress }),
    'content-length': draft.body.length,
  };
  return new Promise((resolve) => {
    const options = { method: draft.method, headers, agent, signal: AbortSignal.timeout(patienceMs) };
    const request = openRequest(url, options, (answer: IncomingMessage) => {
      answer.on('error', () => resolve(null));
      answer.on('end', () => resolve(answer.statusCode ?? null));
      answer.resume();
    });
    request.on('error', () => resolve(null));
    request.end(draft.body);
  });
}

/** HMAC-SHA512 over the raw bytes, base64 (wire contract §5). */
function signed(body: Buffer, signature: PlannedSend['manner']['signature'], secret: string): OutgoingHttpHeaders {
  if (signature === 'none') return {};
  const key = signature === 'right' ? secret : 'another secret';
  return { 'x-vibes-signature': createHmac('sha512', key).update(body).digest('base64') };
}
