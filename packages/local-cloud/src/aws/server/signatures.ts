import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Reply } from '../protocols/call';
import { commonError, errorReply } from '../protocols/error-reply';
import type { Protocol, ServiceName } from '../protocols/services';
import type { Callers, Credential, KnownCaller } from './callers';
import { type AddressedCall, addressOf } from './read-call';
import { type CallSignature, readSignature } from './read-signature';
import { amzTime, type SignedRequest, sha256Hex, signatureOf, signingKey } from './sigv4';

/** How far a caller's clock may be off: "within five minutes" (IAM user guide); S3 allows fifteen. */
const toleranceMs = 5 * 60_000;
const toleranceOfS3Ms = 15 * 60_000;

/** S3's placeholders for the hash: the signature does not cover such a body. */
const unsignedPayloads: readonly string[] = ['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'];

/** A call whose signature covers its headers; `checkBody` checks the body later. */
export interface VerifiedHead {
  readonly caller: KnownCaller;
  readonly address: AddressedCall;
  /** Which worker calls (`x-amz-security-token`); empty where a caller has none. */
  readonly sessionToken: string;
  /** @returns the refusal of a body that was not signed */
  checkBody(body: Buffer): Reply | undefined;
}

export interface Signatures {
  /** Verifies all that can be verified before the body is read. @returns the refusal, in the service's own words */
  verifyHead(request: IncomingMessage): VerifiedHead | Reply;
}

export interface Clocks {
  readonly now?: () => Date;
  /**
   * How far a fault has put the clock of the worker with this session token wrong. AWS would refuse what such a worker
   * signs; the fault is about what a function does with its time.
   */
  readonly skewOf?: (sessionToken: string) => number;
}

/** Verifies Signature Version 4 of every call, in headers or in a presigned URL, as AWS does. */
export function createSignatures(
  callers: Callers,
  region: string,
  { now = () => new Date(), skewOf = () => 0 }: Clocks = {},
): Signatures {
  const keys = new Map<string, Buffer>();
  /** One for each caller, service and day: what the rest of the key is made of has been compared before. */
  const keyOf = (secretAccessKey: string, { accessKeyId, scope }: CallSignature): Buffer => {
    const name = `${accessKeyId}/${scope.date}/${scope.region}/${scope.service}`;
    const key = keys.get(name) ?? signingKey(secretAccessKey, scope);
    keys.set(name, key);
    return key;
  };
  const timeOf = (signature: CallSignature, address: AddressedCall): Reply | undefined => {
    const wrong = wrongTime(signature, address, now());
    const skewMs = wrong === undefined ? 0 : skewOf(signature.sessionToken);
    // An SDK may have corrected its clock meanwhile, so accept both.
    return skewMs === 0 ? wrong : wrongTime(signature, address, new Date(now().getTime() + skewMs));
  };
  return {
    verifyHead: (request) => {
      const signature = readSignature(request);
      if (signature === undefined) return unsigned(request);
      const address = addressOf(signature.scope.service, request);
      if ('status' in address) return address;
      const { accessKeyId, scope, sessionToken } = signature;
      const credential = callers.find(accessKeyId);
      if (credential === undefined) return commonError(address, 'unknown-key', 'No role has this access key.');
      if (!mayBring(credential, sessionToken)) {
        return commonError(address, 'unknown-key', 'The session token is not the one of this access key.');
      }
      const wrong = timeOf(signature, address) ?? wrongScope(signature, address, region);
      if (wrong !== undefined) return wrong;
      const { method = 'GET', url = '/' } = request;
      const headers = joinedHeaders(request.rawHeaders);
      const bare = Object.keys(headers).find((name) => mustBeSigned(name) && !signature.signedHeaders.includes(name));
      if (bare !== undefined || !signature.signedHeaders.includes('host')) return notSigned(address, bare ?? 'host');
      const isGood = (payloadHash: string) => {
        const { signedHeaders, time } = signature;
        const signed: SignedRequest = { method, url, headers, signedHeaders, payloadHash, time };
        return same(signatureOf(keyOf(credential.secretAccessKey, signature), scope, signed), signature.signature);
      };
      const { payloadHash } = signature;
      if (payloadHash === undefined) {
        if (address.service === 's3') return missingHash(address);
        const checkBody = (body: Buffer) => (isGood(sha256Hex(body)) ? undefined : forged(address));
        return { caller: credential.caller, address, sessionToken, checkBody };
      }
      if (
        !/^[0-9a-f]{64}$/.test(payloadHash) &&
        !(address.service === 's3' && unsignedPayloads.includes(payloadHash))
      ) {
        return commonError(address, 'unknown-action', `The local cloud does not verify a body of ${payloadHash}.`);
      }
      if (!isGood(payloadHash)) return forged(address);
      const isSigned = !unsignedPayloads.includes(payloadHash);
      const checkBody = (body: Buffer) =>
        isSigned && sha256Hex(body) !== payloadHash ? otherBody(address) : undefined;
      return { caller: credential.caller, address, sessionToken, checkBody };
    },
  };
}

/** Temporary keys need a session token, which also identifies the worker. */
function mayBring({ sessionToken, caller }: Credential, brought: string): boolean {
  return sessionToken === undefined ? caller.kind !== 'role' || brought !== '' : sessionToken === brought;
}

function mustBeSigned(name: string): boolean {
  return name.startsWith('x-amz-');
}

function wrongTime({ time, expiresSeconds }: CallSignature, address: AddressedCall, now: Date): Reply | undefined {
  const signedMs = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const allowedMs = address.service === 's3' ? toleranceOfS3Ms : toleranceMs;
  const aheadMs = signedMs - now.getTime();
  if (expiresSeconds !== undefined) {
    if (aheadMs <= allowedMs && -aheadMs <= expiresSeconds * 1000) return undefined;
    return commonError(address, 'denied', 'Request has expired, or is not yet valid.');
  }
  if (Math.abs(aheadMs) <= allowedMs) return undefined;
  if (address.service === 's3') {
    const message = 'The difference between the request time and the current time is too large.';
    return errorReply(address, { code: 'RequestTimeTooSkewed', status: 403, message });
  }
  const what = aheadMs < 0 ? 'Signature expired' : 'Signature not yet current';
  return commonError(address, 'bad-signature', `${what}: ${time} is too far from ${amzTime(now)}.`);
}

function wrongScope({ scope, time }: CallSignature, address: AddressedCall, region: string): Reply | undefined {
  if (!time.startsWith(`${scope.date}T`)) {
    const message = `Date in Credential scope does not match the date of the request, ${time}.`;
    return commonError(address, 'bad-signature', message);
  }
  // The clients of STS may use its global endpoint, which is in us-east-1.
  if (scope.region === region || (address.service === 'sts' && scope.region === 'us-east-1')) return undefined;
  const message = `Credential should be scoped to a valid region, not '${scope.region}': this cloud is in ${region}.`;
  if (address.service !== 's3') return commonError(address, 'bad-signature', message);
  return errorReply(address, { code: 'AuthorizationHeaderMalformed', status: 400, message });
}

function notSigned(address: AddressedCall, name: string): Reply {
  const message = `'${name}' must be a signed header in the request.`;
  return address.service === 's3'
    ? commonError(address, 'denied', message)
    : commonError(address, 'bad-signature', message);
}

function missingHash(address: AddressedCall): Reply {
  const message = 'Missing required header for this request: x-amz-content-sha256';
  return commonError(address, 'malformed', message);
}

function forged(address: AddressedCall): Reply {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your secret access key and signing method.';
  return commonError(address, 'bad-signature', message);
}

function otherBody(address: AddressedCall): Reply {
  if (address.service !== 's3') return forged(address);
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  return errorReply(address, { code: 'XAmzContentSHA256Mismatch', status: 400, message });
}

function unsigned({ headers }: IncomingMessage): Reply {
  const [service, protocol]: readonly [ServiceName, Protocol] =
    headers['x-amz-target'] === undefined ? ['s3', 's3'] : ['dynamodb', 'json'];
  const message = 'The call is not signed: it has neither an Authorization header with a credential nor a signed URL.';
  return commonError({ service, protocol }, 'unknown-key', message);
}

/** Node's own view drops some that are sent twice. */
function joinedHeaders(rawHeaders: readonly string[]): Readonly<Record<string, string>> {
  const joined = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = (rawHeaders[index + 1] ?? '').trim();
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(joined);
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
