import type { IncomingMessage } from 'node:http';
import { algorithm, type SigningScope } from './sigv4';

/** A call's signature as its sender wrote it, not verified. */
export interface CallSignature {
  readonly accessKeyId: string;
  readonly scope: SigningScope;
  /** In lower case, as they were signed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260102T030405Z` */
  readonly time: string;
  /** Empty if there is none. */
  readonly sessionToken: string;
  /** What was signed for the body, where the call says it; otherwise the body's hash. */
  readonly payloadHash: string | undefined;
  /** Of a presigned URL. */
  readonly expiresSeconds?: number;
}

/** From the `Authorization` header, or from the query of a presigned URL. Undefined where neither is a signature. */
export function readSignature({
  headers,
  url = '/',
}: Pick<IncomingMessage, 'headers' | 'url'>): CallSignature | undefined {
  if (headers.authorization === undefined) return readPresigned(new URLSearchParams(url.replace(/^[^?]*/, '')));
  if (!headers.authorization.startsWith(`${algorithm} `)) return undefined;
  const part = (name: string) => new RegExp(`[ ,]${name}=([^,\\s]+)`).exec(headers.authorization ?? '')?.[1];
  const credential = readCredential(part('Credential'));
  const signedHeaders = part('SignedHeaders')?.split(';');
  const [signature, time] = [part('Signature'), textOf(headers['x-amz-date'])];
  if (!credential || !signedHeaders || !signature || !isTime(time)) return undefined;
  const sessionToken = textOf(headers['x-amz-security-token']) ?? '';
  const payloadHash = textOf(headers['x-amz-content-sha256']);
  return { ...credential, signedHeaders, signature, time, sessionToken, payloadHash };
}

const longestSeconds = 7 * 24 * 3600;

function readPresigned(query: URLSearchParams): CallSignature | undefined {
  if (query.get('X-Amz-Algorithm') !== algorithm) return undefined;
  const credential = readCredential(query.get('X-Amz-Credential') ?? undefined);
  const signedHeaders = query.get('X-Amz-SignedHeaders')?.split(';');
  const [signature, time] = [query.get('X-Amz-Signature'), query.get('X-Amz-Date') ?? undefined];
  const expiresSeconds = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  if (!credential || !signedHeaders || !signature || !isTime(time)) return undefined;
  if (!(expiresSeconds >= 1 && expiresSeconds <= longestSeconds)) return undefined;
  const sessionToken = query.get('X-Amz-Security-Token') ?? '';
  const ofS3 = credential.scope.service === 's3' ? 'UNSIGNED-PAYLOAD' : undefined;
  const payloadHash = query.get('X-Amz-Content-Sha256') ?? ofS3;
  return { ...credential, signedHeaders, signature, time, sessionToken, payloadHash, expiresSeconds };
}

function readCredential(text = ''): Pick<CallSignature, 'accessKeyId' | 'scope'> | undefined {
  const [, accessKeyId, date, region, service] = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(text) ?? [];
  if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined)
    return undefined;
  return { accessKeyId, scope: { date, region, service } };
}

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isTime(text: string | undefined): text is string {
  return text !== undefined && /^\d{8}T\d{6}Z$/.test(text);
}
