import type { Envelope } from '../../shared/envelope';
import { sha256Hex } from '../../shared/sha-256';
import type { Callback, Identity, ReadPolicy, UnrecognizedReason } from '../callback';
import type { KeptId } from '../identity/collision-id';
import { contentDigest } from '../identity/content-digest';
import { eventId } from '../identity/identity';
import { identityRule } from '../identity/identity-rule';
import { publishedHeaders } from '../published-headers';
import { withRequest } from '../request-metadata';
import type { EarlierEvent, UnrecognizedCallback } from './unrecognized-callback-schema';

/** Real Content-Types are short; the bucket has longer ones in full. */
const maxContentTypeLength = 1024;

/** The identity of a colliding callback (`collisionId`), in place of a hash of method, path and body (wire contract §6). */
export interface Collision extends KeptId {
  /** Absent if the caller only looks the callback up in the ledger. */
  readonly with?: EarlierEvent;
}

/**
 * The event of a callback that is not published as what it claims to be. The bucket gets its exact bytes and, beside
 * them, the request without its body, so that someone can inspect it and process it again.
 * @param collision set if its own identity is taken. An unrecognized callback collides if the same method, path and body
 * came before with another proof, query or other headers: a corrected copy must not count as the one it corrects.
 */
export function unrecognized(
  envelope: Envelope,
  reason: UnrecognizedReason,
  policy: ReadPolicy,
  collision?: Collision,
): Callback {
  const { id, formerIds } = collision ?? requestId(envelope, policy);
  const collidesWith = collision?.with ?? null;
  const identity: Identity = { family: 'unrecognized', id, part: '-' };
  const name = `unrecognized/${reason}/${envelope.receivedAt.slice(0, 10)}/${eventId(identity)}`;
  const { body, ...request } = envelope;
  const data: UnrecognizedCallback = {
    reason,
    // The cut may leave half a surrogate pair.
    contentType: envelope.headers['content-type']?.[0]?.slice(0, maxContentTypeLength).toWellFormed() ?? null,
    size: body.byteLength,
    sha256: sha256Hex(body),
    bucket: policy.bucket,
    key: `${name}.bin`,
    collidesWith,
  };
  const callback: Callback = {
    identity,
    ...(formerIds.length > 0 && { formerIdentities: formerIds.map((one) => ({ ...identity, id: one })) }),
    ...digestsOf(envelope, policy, { id, formerIds }, collision),
    attempt: null,
    data,
    objects: [
      { key: data.key, bytes: body, contentType: 'application/octet-stream' },
      {
        key: `${name}.json`,
        bytes: jsonBytes({ reason, ...(collidesWith && { collidesWith }), ...request }),
        contentType: 'application/json',
      },
    ],
  };
  return withRequest(callback, envelope, policy);
}

function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value, null, 2));
}

/**
 * JSON separates "a"+"bc" from "ab"+"c". The digest is sealed, because a body that can be guessed may contain a phone
 * number.
 */
function requestId({ method, path, body }: Envelope, policy: ReadPolicy): KeptId {
  const digest = sha256Hex(Buffer.concat([Buffer.from(JSON.stringify([method, path])), body]));
  const id = identityRule(policy).seal(digest);
  return { id, formerIds: id === digest ? [] : [digest] };
}

/**
 * A collision's id covers all of its content, and so does the id of what version 0.1.0 kept without a key. For
 * everything else, the id was the digest until the presentation counted too.
 */
function digestsOf(
  envelope: Envelope,
  policy: ReadPolicy,
  { id, formerIds }: KeptId,
  collision: Collision | undefined,
): Pick<Callback, 'contentDigest' | 'formerDigests'> {
  if (collision !== undefined || policy.identityKey === null) return { contentDigest: id, formerDigests: formerIds };
  return { contentDigest: identityRule(policy).seal(presentationDigest(envelope)), formerDigests: [id, ...formerIds] };
}

/** These say how to read the body, or whose it is, and are not in the event. */
const decisive = ['content-type', 'content-encoding', 'x-vibes-signature'];

/** Digest of everything besides method, path and body that a later version, or an operator, could use. */
function presentationDigest({ proof, query, headers }: Envelope): string {
  const chosen = Object.entries(headers).filter(([name]) => decisive.includes(name));
  return contentDigest([
    proof.startsWith('basic:') ? 'basic' : proof,
    query,
    { ...publishedHeaders(headers), ...Object.fromEntries(chosen) },
  ]);
}
