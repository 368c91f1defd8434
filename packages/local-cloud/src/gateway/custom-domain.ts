import type { Deployment } from '../template/deployment';
import { asRecord, optionalText, refuse, refuseUnknown, textOf } from '../template/properties';

/** The domain that callers know the API by; the stage is its root. */
export interface ServedDomain {
  readonly name: string;
  /** Callers are asked for a client certificate. */
  readonly mutualTls: boolean;
}

/**
 * Whether callers must present a certificate. It is optional where the API's own domain stays open:
 * a caller without one uses that.
 */
export type CallerCertificate = 'none' | 'optional' | 'required';

const supported = ['DomainName', 'MutualTlsAuthentication'];
/** Settings of TLS, which have no effect here because calls use plain HTTP. */
const harmless = [
  'EndpointConfiguration',
  'OwnershipVerificationCertificateArn',
  'RegionalCertificateArn',
  'SecurityPolicy',
  'Tags',
];

/** @throws LocalCloudError for a base path, a second domain, and anything else that is not supported */
export function readCustomDomain(deployment: Deployment): ServedDomain | undefined {
  const [domain, another] = deployment.ofType('AWS::ApiGateway::DomainName');
  if (another !== undefined) refuse(another, 'a second domain');
  for (const mapping of deployment.ofType('AWS::ApiGateway::BasePathMapping')) {
    refuseUnknown(mapping, mapping.properties, ['DomainName', 'RestApiId', 'Stage']);
  }
  if (domain === undefined) return undefined;
  refuseUnknown(domain, domain.properties, supported, harmless);
  const { TruststoreUri } = asRecord(domain.properties.MutualTlsAuthentication);
  return { name: textOf(domain, 'DomainName'), mutualTls: optionalText(TruststoreUri) !== undefined };
}

export function certificateOf(api: {
  readonly customDomain?: ServedDomain;
  readonly ownEndpoint: boolean;
}): CallerCertificate {
  if (api.customDomain?.mutualTls !== true) return 'none';
  return api.ownEndpoint ? 'optional' : 'required';
}
