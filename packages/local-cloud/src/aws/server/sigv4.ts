import { createHash, createHmac } from 'node:crypto';

/** What a signature is valid for: one day, one region, one service (`20260102/us-east-1/sqs/aws4_request`). */
export interface SigningScope {
  /** `20260102` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export interface SignedRequest {
  readonly method: string;
  /** Path and query, as they are sent. */
  readonly url: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** In lower case, sorted. */
  readonly signedHeaders: readonly string[];
  /** The body's SHA-256 in hex, or what AWS takes in its place: `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
  /** `20260102T030405Z` */
  readonly time: string;
}

export const algorithm = 'AWS4-HMAC-SHA256';

/** Signature Version 4 (IAM user guide, "Create a signed AWS API request"), in hex. */
export function signatureOf(key: Buffer, scope: SigningScope, request: SignedRequest): string {
  const scopeText = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const text = [algorithm, request.time, scopeText, sha256Hex(canonicalRequest(scope.service, request))].join('\n');
  return hmac(key, text).toString('hex');
}

/** The same for a whole day, so it can be kept. */
export function signingKey(secretAccessKey: string, { date, region, service }: SigningScope): Buffer {
  return [region, service, 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${secretAccessKey}`, date));
}

export function sha256Hex(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `20260102T030405Z` */
export function amzTime(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d+/g, '');
}

function canonicalRequest(service: string, request: SignedRequest): string {
  const { method, url, headers, signedHeaders, payloadHash } = request;
  const [path = '', query = ''] = splitOnce(url, '?');
  const lines = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}`);
  return [
    method,
    // Every service but S3 signs its path encoded once more, without empty and dot segments.
    service === 's3' ? path : encoded(normalized(path)).replaceAll('%2F', '/'),
    canonicalQuery(query),
    ...lines,
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

function normalized(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.length === 0 ? '/' : `/${segments.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

function canonicalQuery(query: string): string {
  const pairs = query.split('&').filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='));
  return pairs
    .map((pair) => splitOnce(pair, '=').map((part) => encoded(decoded(part))))
    .sort(([a = '', b = ''], [c = '', d = '']) => compare(a, c) || compare(b, d))
    .map((pair) => pair.join('='))
    .join('&');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Keeps wrong encodings as they are: the signature then does not match. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
