import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether an `X-Vibes-Signature` is base64(HMAC-SHA512(secret, body)): over the raw bytes, keyed with the secret's UTF-8
 * bytes (wire contract §5). Constant time; a wrong or malformed signature is `false`, never an error.
 */
export function isRbmSignature(signature: string, secret: string, body: Uint8Array): boolean {
  const expected = createHmac('sha512', secret).update(body).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
