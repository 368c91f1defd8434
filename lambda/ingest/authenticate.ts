import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Proof } from '../shared/envelope';
import { moMethods, moRoute } from '../shared/mo-route';
import { smokeTestHeader } from '../shared/smoke-test';
import { parseBasicAuth, sameCredentials, sameUserName } from './basic-auth';
import { certificateCn } from './certificate-cn';
import type { IngestDeps } from './deps';
import { bodyOf, headerOf, pathOf } from './gateway-event';
import { isRbmSignature } from './rbm-signature';

/** How the caller authenticated, or why it is refused. */
export type Authentication = Proof | Unauthorized | 'secret-unreadable';

/** What was wrong with the credentials of an MO message. */
export type Unauthorized = 'no-basic-credentials' | 'wrong-user-name' | 'wrong-password';

const moPath = `/${moRoute}`;
const methodsOfMo: readonly string[] = moMethods;

/**
 * What each route requires of its caller (architecture §3). A caller with no other proof is authenticated by its
 * address.
 */
export async function authenticate(event: APIGatewayProxyEvent, deps: IngestDeps): Promise<Authentication> {
  if (methodsOfMo.includes(event.httpMethod) && pathOf(event) === moPath) return authenticateMo(event, deps);
  const caller = deps.certificateCn !== '' && certificateCn(event) === deps.certificateCn ? 'certificate' : 'source';
  if (pathOf(event) === '/rbm' && deps.rbmSecret !== null) return authenticateRbm(event, deps.rbmSecret, caller);
  return caller;
}

async function authenticateMo(event: APIGatewayProxyEvent, deps: IngestDeps): Promise<Authentication> {
  const given = parseBasicAuth(headerOf(event, 'authorization') ?? '');
  if (given === undefined) return 'no-basic-credentials';
  const matching: string[] = [];
  let knowsName = false;
  const verdict = await deps.moSecret.verify((expected, versionId) => {
    const matches = sameCredentials(given, expected, deps.moUserName);
    if (sameUserName(given, expected, deps.moUserName)) knowsName = true;
    if (matches) matching.push(versionId);
    return matches;
  });
  if (verdict === 'unreadable') return 'secret-unreadable';
  if (verdict === 'mismatch') return knowsName ? 'wrong-password' : 'wrong-user-name';
  // The operator's own test says nothing about what Vibes sends.
  if (headerOf(event, smokeTestHeader) === undefined) deps.countSecretVersion(matching[0] ?? '');
  return `basic:${verdict}`;
}

/**
 * RBM without the right signature is kept, and the consumer reports it as not verified, because a 4XX might lose it.
 * The caller may still be Vibes; then the signature is in doubt, not the certificate.
 */
async function authenticateRbm(
  event: APIGatewayProxyEvent,
  secret: NonNullable<IngestDeps['rbmSecret']>,
  caller: 'certificate' | 'source',
): Promise<Authentication> {
  const signature = headerOf(event, 'x-vibes-signature');
  if (signature === undefined) return caller;
  const body = bodyOf(event);
  const verdict = await secret.verify((expected) => isRbmSignature(signature, expected, body));
  if (verdict === 'unreadable') return 'secret-unreadable';
  return verdict === 'mismatch' ? caller : 'signature';
}

export function isUnauthorized(authentication: Authentication): authentication is Unauthorized {
  return unauthorized.includes(authentication);
}

const unauthorized: readonly Authentication[] = [
  'no-basic-credentials',
  'wrong-user-name',
  'wrong-password',
] satisfies readonly Unauthorized[];
