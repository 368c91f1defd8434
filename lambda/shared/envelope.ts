import { asciiJson, isRecord, parseJson } from './json';

/**
 * How the caller authenticated:
 * `basic:current` / `basic:previous` the version of the MO secret that matched, `certificate` a client certificate
 * with the expected CN, `signature` an RBM HMAC that matched, `source` nothing but its address.
 */
export type Proof = 'basic:current' | 'basic:previous' | 'certificate' | 'signature' | 'source';

/** The proof besides its address that the settings required of a caller when it was answered. */
export interface AskedProof {
  /** A signature, from RBM callers. */
  readonly signature: boolean;
  /** Vibes' client certificate, from callers with no other proof. */
  readonly certificate: boolean;
}

/** One HTTP request as ingest keeps it. Its JSON form (`body` in base64) is the queue's and the overflow bucket's format. */
export interface Envelope {
  readonly version: 1;
  /** The gateway's `x-amzn-requestid`. A caller can choose it, so it names the answer and identifies nothing. */
  readonly requestId: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly receivedAt: string;
  readonly method: string;
  /** The path without the stage: `/sms/mo`. */
  readonly path: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** Names in lower case; without credentials (`authorization`, cookies and so on). */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly sourceIp: string;
  readonly proof: Proof;
  /** Absent in envelopes of version 0.1.0, and if an operator sends a callback again: then today's settings apply. */
  readonly asked?: AskedProof;
  /** The exact bytes of the request's body. */
  readonly body: Uint8Array;
}

/** An envelope that cannot be read: an unknown version, or not an envelope at all. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
  constructor(readonly code: 'envelope-not-json' | 'envelope-version' | 'envelope-shape') {
    super(code);
  }
}

/**
 * Renders the envelope as JSON in pure ASCII, the body in base64. SQS refuses some characters and counts bytes; this
 * text contains none of them, and its length is its size in bytes.
 */
export function encodeEnvelope({ body, ...head }: Envelope): string {
  const json = asciiJson(JSON.stringify(head));
  const base64 = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64');
  return `${json.slice(0, -1)},"body":"${base64}"}`;
}

/**
 * Reads every version of the envelope ever written.
 * @throws EnvelopeError whose code never quotes the content
 */
export function decodeEnvelope(text: string): Envelope {
  const value = parseJson(text);
  if (value === undefined) throw new EnvelopeError('envelope-not-json');
  if (!isRecord(value)) throw new EnvelopeError('envelope-shape');
  if (value.version !== 1) throw new EnvelopeError('envelope-version');
  const { requestId, receivedAt, method, path, query, headers, sourceIp, proof, asked, body } = value;
  if (
    typeof requestId !== 'string' ||
    typeof receivedAt !== 'string' ||
    Number.isNaN(Date.parse(receivedAt)) ||
    typeof method !== 'string' ||
    typeof path !== 'string' ||
    typeof sourceIp !== 'string' ||
    typeof body !== 'string' ||
    !isProof(proof) ||
    !(asked === undefined || isAskedProof(asked)) ||
    !isMultiMap(query) ||
    !isMultiMap(headers)
  ) {
    throw new EnvelopeError('envelope-shape');
  }
  return {
    version: 1,
    requestId,
    receivedAt,
    method,
    path,
    query,
    headers,
    sourceIp,
    proof,
    ...(asked !== undefined && { asked }),
    body: Buffer.from(body, 'base64'),
  };
}

const proofs: readonly unknown[] = [
  'basic:current',
  'basic:previous',
  'certificate',
  'signature',
  'source',
] satisfies Proof[];

function isProof(value: unknown): value is Proof {
  return proofs.includes(value);
}

function isAskedProof(value: unknown): value is AskedProof {
  return isRecord(value) && typeof value.signature === 'boolean' && typeof value.certificate === 'boolean';
}

function isMultiMap(value: unknown): value is Record<string, string[]> {
  return (
    isRecord(value) &&
    Object.values(value).every((list) => Array.isArray(list) && list.every((item) => typeof item === 'string'))
  );
}
