import { X509Certificate } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * The common name of the client certificate that the gateway verified. It is read from the certificate, not from the
 * event's `subjectDN`: an organization could be called `x,CN=catapult-app.vibescm.com`, and the CA signs for anyone
 * (wire contract §1).
 */
export function certificateCn(event: APIGatewayProxyEvent): string | undefined {
  const pem = event.requestContext.identity.clientCert?.clientCertPem;
  if (pem === undefined) return undefined;
  try {
    const { CN } = new X509Certificate(pem).toLegacyObject().subject;
    return typeof CN === 'string' ? CN : undefined;
  } catch {
    return undefined;
  }
}
