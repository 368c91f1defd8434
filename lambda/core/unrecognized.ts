import type { Callback, Identity, ReadPolicy, UnrecognizedReason } from './callback';
import type { Envelope } from './envelope';
import { eventId, sha256Hex } from './identity';

/**
 * The event of a callback that is not published as what it claims to be. Its exact bytes go to the bucket, and beside
 * them the request without its body, so that it can be looked at and processed again.
 */
export function unrecognized(envelope: Envelope, reason: UnrecognizedReason, { bucket }: ReadPolicy): Callback {
  const id = requestDigest(envelope);
  const identity: Identity = { family: 'unrecognized', id, part: '-' };
  const name = `unrecognized/${reason}/${envelope.receivedAt.slice(0, 10)}/${eventId(identity)}`;
  const { body, ...request } = envelope;
  return {
    identity,
    contentDigest: id,
    attempt: null,
    data: {
      reason,
      contentType: envelope.headers['content-type']?.[0] ?? null,
      size: body.byteLength,
      sha256: sha256Hex(body),
      bucket,
      key: `${name}.bin`,
    },
    objects: [
      { key: `${name}.bin`, bytes: body, contentType: 'application/octet-stream' },
      {
        key: `${name}.json`,
        bytes: Buffer.from(JSON.stringify({ reason, ...request }, null, 2)),
        contentType: 'application/json',
      },
    ],
  };
}

/** SHA-256 of method + path + body (wire contract §6); the JSON keeps "a"+"bc" and "ab"+"c" apart. */
function requestDigest({ method, path, body }: Envelope): string {
  return sha256Hex(Buffer.concat([Buffer.from(JSON.stringify([method, path])), body]));
}
