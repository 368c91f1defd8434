import { createHmac } from 'node:crypto';

/** Read only if a route requires it. */
export interface ProofSecrets {
  credentials(): Promise<BasicCredentials>;
  /** Undefined where no signature is checked. */
  rbmSecret(): Promise<string | undefined>;
}

interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * The headers that authenticate a callback, as its route requires (wire contract §1, §5); names in lower case. The
 * simulator makes its own (decision 0011).
 */
export async function callbackProof(
  route: string,
  body: Buffer,
  secrets: ProofSecrets,
): Promise<Readonly<Record<string, string>>> {
  if (route === '/sms/mo') return basicProof(await secrets.credentials());
  const secret = route === '/rbm' ? await secrets.rbmSecret() : undefined;
  if (secret === undefined) return {};
  return { 'x-vibes-signature': createHmac('sha512', secret).update(body).digest('base64') };
}

/** Of the MO route. */
export function basicProof({ username, password }: BasicCredentials): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}
