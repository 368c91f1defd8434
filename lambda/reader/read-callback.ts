import type { Envelope } from '../shared/envelope';
import type { Callback, ReadPolicy, UnrecognizedReason } from './callback';
import { fitEvent } from './event-size';
import { sealDigest } from './identity/identity-rule';
import { readMm7Multipart } from './mms/read-mm7';
import { readJson } from './read-json';
import { readXml } from './read-xml';
import { withRequest } from './request-metadata';
import { sniffFormat } from './sniff-format';
import { unrecognized } from './unrecognized/unrecognized-callback';
import { UnrecognizedError } from './unrecognized/unrecognized-error';

/** Determines what a callback is, by its content (architecture §3). Whatever came in becomes an event. */
export async function readCallback(envelope: Envelope, today: ReadPolicy): Promise<Callback> {
  const policy = policyFor(envelope, today);
  try {
    return withRequest(fitEvent(sealDigest(await read(envelope, policy), policy), policy), envelope, policy);
  } catch (error) {
    return unrecognized(envelope, reasonOf(error), policy);
  }
}

/** Its identity must be the same today as when it was answered (docs/decisions/0005-idempotency.md). */
function policyFor({ asked }: Envelope, today: ReadPolicy): ReadPolicy {
  if (asked === undefined) return today;
  return { ...today, requireRbmSignature: asked.signature, requireCertificate: asked.certificate };
}

async function read(envelope: Envelope, policy: ReadPolicy): Promise<Callback> {
  // The truststore's CA signs for anyone: only the certificate's name shows that it was Vibes (wire contract §1).
  if (policy.requireCertificate && envelope.proof === 'source') throw new UnrecognizedError('certificate-unverified');
  const format = sniffFormat(envelope);
  switch (format) {
    case 'empty':
      throw new UnrecognizedError('empty-body');
    case 'xml':
      return readXml(envelope, policy);
    case 'multipart':
      return readMm7Multipart(envelope, policy);
    case 'json':
      return readJson(envelope, policy);
    case 'unknown':
      throw new UnrecognizedError('unknown-format');
    default:
      return format satisfies never;
  }
}

/**
 * Anything but an `UnrecognizedError` is a reader's bug: the callback is kept, and can be processed again after the
 * fix.
 */
function reasonOf(error: unknown): UnrecognizedReason {
  return error instanceof UnrecognizedError ? error.reason : 'reader-failed';
}
