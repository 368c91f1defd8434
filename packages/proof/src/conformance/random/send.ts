import { createHmac } from 'node:crypto';
import type http from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { openRequest } from '../../simulator/http-post';
import type { PlannedSend } from './plan';

/** Client certificates in DER, base64, as `x-local-client-certificate` takes them. Self-signed; their keys were thrown away. */
export const certificates = {
  /** CN=catapult-app.vibescm.com: Vibes' own name (wire contract §1). */
  right: [
    'MIIBnTCCAUOgAwIBAgIUCNn/4uJ8cPD3DPcknLboNQAwXiAwCgYIKoZIzj0EAwIwIzEhMB8GA1UEAwwYY2F0YXB1bHQtYXBw',
    'LnZpYmVzY20uY29tMCAXDTI2MTEzMDE4MzkxOFoYDzIxMjYxMTA2MTgzOTE4WjAjMSEwHwYDVQQDDBhjYXRhcHVsdC1hcHAu',
    'dmliZXNjbS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQrqE+7EeHEjU3d/uHgsMfuB8Qb+LCFsn8fqarYmpVkTZb7',
    'HCKPRdWrv4o61A5JHrLCEmj6SG/tVN2tsmSqBgFto1MwUTAdBgNVHQ4EFgQUZ0Vd1yc1YSkAzcW/F2xIUfQWFcAwHwYDVR0j',
    'BBgwFoAUZ0Vd1yc1YSkAzcW/F2xIUfQWFcAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiB5/tPpHI6KZ4je',
    'pFwpAMLBGMfxXPf+7Z401QHQkjTXjQIhAL7p+dwIGDAEMj1Uay/HukowFbPoWOHxhzh/YCaR/ur/',
  ].join(''),
  /** CN=another.example.com: the CA signs for the whole world. */
  wrong: [
    'MIIBkzCCATmgAwIBAgIUVVHHxEywsn5mo2aqZI96KpoXvbIwCgYIKoZIzj0EAwIwHjEcMBoGA1UEAwwTYW5vdGhlci5leGFt',
    'cGxlLmNvbTAgFw0yNjExMzAxODM5MThaGA8yMTI2MTEwNjE4MzkxOFowHjEcMBoGA1UEAwwTYW5vdGhlci5leGFtcGxlLmNv',
    'bTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABO3ODOCbdhWNMgRsS/UTEmZm/85WpSe3Sw3+8wra9JZ2dkpXWFyvmOVG91b8',
    'buoPgkLQevScxM1Hkn4025m53P6jUzBRMB0GA1UdDgQWBBQXsh1rZ2vEUkTYpTJRwcHTX1N6pjAfBgNVHSMEGDAWgBQXsh1r',
    'Z2vEUkTYpTJRwcHTX1N6pjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCICEfr1Qvhy204EW5zekLaJVW1iY1',
    '4ab+w/6q9Puj9EQBAiEA9vyTbsXRGP3QSnJ9729+eVbkQ1Mwukfm+Fr/0+SuhsU=',
  ].join(''),
} as const;

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
